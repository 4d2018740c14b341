"""guide user …: the accounts of a working guide."""

import argparse
import getpass
import secrets
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import say, say_json
from guide_pipeline.cli.state import open_people
from guide_pipeline.errors import UsageError

if TYPE_CHECKING:
    from guide_site.state.store import State

_ROLES = ("agent", "redacteur", "administrateur")
_WORD_BYTES = 12


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its own commands."""
    parser = declare(
        subparsers, "user", run, "gère les comptes du guide", "guide user add a.roux --role administrateur"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    add = declare(
        actions, "add", run, "crée un compte", "guide user add a.roux --role agent --nom 'Anne Roux'"
    )
    add.add_argument("name", metavar="IDENTIFIANT")
    add.add_argument("--role", choices=_ROLES, default="agent", help="rôle (agent)")
    add.add_argument("--nom", default="", help="nom affiché")
    _password_options(add)
    add.set_defaults(act=_add)
    listing = declare(actions, "list", run, "liste les comptes", "guide user list")
    add_json(listing)
    listing.set_defaults(act=_list)
    password = declare(actions, "password", run, "change un mot de passe", "guide user password a.roux")
    password.add_argument("name", metavar="IDENTIFIANT")
    _password_options(password)
    password.set_defaults(act=_password)
    for name, active, summary in (
        ("disable", False, "ferme un compte et ses sessions"),
        ("enable", True, "rouvre un compte"),
    ):
        action = declare(actions, name, run, summary, f"guide user {name} a.roux")
        action.add_argument("name", metavar="IDENTIFIANT")
        action.set_defaults(act=_set_active, active=active)


def _password_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--genere", action="store_true", help="tire un mot de passe au hasard et l'affiche une fois"
    )
    group.add_argument("--stdin", action="store_true", help="lit le mot de passe sur l'entrée standard")


def run(args: argparse.Namespace) -> int:
    """Open the accounts and do what was asked."""
    root, config, _ = opened(args)
    act: Callable[[argparse.Namespace, State], None] = args.act
    with open_people(root, config) as state:
        act(args, state)
    return 0


def _chosen_password(args: argparse.Namespace) -> str:
    if args.genere:
        return secrets.token_urlsafe(_WORD_BYTES)
    if args.stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise UsageError("Donnez le mot de passe par --stdin, ou laissez --genere en tirer un.")
    first = getpass.getpass("Mot de passe : ")
    if getpass.getpass("Encore une fois : ") != first:
        raise UsageError("Les deux mots de passe diffèrent : rien n'est changé.")
    return first


def _add(args: argparse.Namespace, state: "State") -> None:
    from guide_site.state.values import Role

    password = _chosen_password(args)
    account = state.add_user(args.name, password, Role(args.role), args.nom, by="ligne de commande")
    say(f"Compte {account.name} créé ({account.role.label}).")
    _show(args, password)


def _show(args: argparse.Namespace, password: str) -> None:
    if args.genere:
        say(f"Mot de passe, affiché cette seule fois : {password}")


def _list(args: argparse.Namespace, state: "State") -> None:
    accounts = state.users()
    if args.json:
        say_json(
            [
                {"identifiant": a.name, "nom": a.display_name, "role": a.role.value, "actif": a.active}
                for a in accounts
            ]
        )
        return
    for account in accounts:
        active = "" if account.active else "  (fermé)"
        say(f"{account.name:24} {account.role.label:16} {account.display_name}{active}")
    if not accounts:
        say("Aucun compte : « guide user add IDENTIFIANT --role administrateur » crée le premier.")


def _password(args: argparse.Namespace, state: "State") -> None:
    password = _chosen_password(args)
    state.set_password(args.name, password, by="ligne de commande")
    say(f"Mot de passe de {args.name} changé ; ses sessions sont fermées.")
    _show(args, password)


def _set_active(args: argparse.Namespace, state: "State") -> None:
    state.set_active(args.name, args.active, by="ligne de commande")
    say(f"Compte {args.name} {'rouvert' if args.active else 'fermé, ses sessions aussi'}.")

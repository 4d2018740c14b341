"""guide user …: the accounts of a working guide, their keys, sessions, codes and tokens."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare
from guide_pipeline.cli.console import count, say, say_issues, say_json
from guide_pipeline.cli.people import BY, Actions, add_act, add_act_on, run
from guide_pipeline.cli.user_access import declare_access
from guide_pipeline.errors import UsageError, reason_of

if TYPE_CHECKING:
    from guide_pipeline.readers.config import GuideConfig
    from guide_site.state.store import State

_ROLES = ("agent", "redacteur", "administrateur")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its own commands."""
    parser = declare(
        subparsers, "user", run, "gère les comptes du guide", "guide user add a.roux --role administrateur"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _declare_accounts(actions)
    _declare_lists(actions)
    declare_access(actions)


def _declare_accounts(actions: Actions) -> None:
    add = add_act(actions, "add", "crée un compte", "add a.roux --role agent --nom 'Anne Roux'", _add)
    add.add_argument("name", metavar="IDENTIFIANT")
    add.add_argument("--role", choices=_ROLES, default="agent", help="rôle (agent)")
    add.add_argument("--nom", default="", help="nom affiché")
    add.add_argument("--courriel", default="", help="adresse de courriel")
    _password_options(add).add_argument(
        "--invite", action="store_true", help="sans mot de passe : affiche un lien d'invitation"
    )
    add_json(add_act(actions, "list", "liste les comptes", "list", _list))
    _password_options(add_act_on(actions, "password", "change un mot de passe", _password))
    role = add_act_on(actions, "role", "change le rôle", _role)
    role.add_argument("role", choices=_ROLES, metavar="ROLE", help=", ".join(_ROLES))
    add_act_on(actions, "disable", "ferme un compte, ses sessions et ses jetons", _close)
    add_act_on(actions, "enable", "rouvre un compte", _open)
    gone = add_act_on(actions, "delete", "supprime un compte et tout ce qui est à la personne", _delete)
    gone.add_argument("--oui", action="store_true", help="sans demander de confirmation")
    add_act_on(actions, "invite", "affiche un lien d'invitation, valable 72 heures", _invite)


def _declare_lists(actions: Actions) -> None:
    export = add_act(actions, "export", "écrit les comptes en CSV", "export comptes.csv", _export)
    export.add_argument("file", metavar="FICHIER", type=Path)
    taken = add_act(
        actions, "import", "crée et change des comptes d'après un CSV", "import comptes.csv --essai", _import
    )
    taken.add_argument("file", metavar="FICHIER", type=Path)
    taken.add_argument("--essai", action="store_true", help="dit ce qui serait fait, sans rien faire")


def _password_options(parser: argparse.ArgumentParser) -> "argparse._MutuallyExclusiveGroup":
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--genere", action="store_true", help="tire un mot de passe au hasard et l'affiche une fois"
    )
    group.add_argument("--stdin", action="store_true", help="lit le mot de passe sur l'entrée standard")
    return group


# -- accounts


def _chosen_password(args: argparse.Namespace) -> str:
    if args.genere:
        from guide_site.state.password_rules import drawn_password

        return drawn_password()
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

    password = None if args.invite else _chosen_password(args)
    account = state.add_user(args.name, password, Role(args.role), args.nom, args.courriel, by=BY)
    say(f"Compte {account.name} créé ({account.role.label}).")
    if password is None:
        _invite(args, state)
    else:
        _show(args, password)


def _show(args: argparse.Namespace, password: str) -> None:
    if args.genere:
        say(f"Mot de passe, affiché cette seule fois : {password}")


def _list(args: argparse.Namespace, state: "State") -> None:
    accounts = state.users()
    if args.json:
        say_json(
            [
                {
                    "identifiant": a.name,
                    "nom": a.display_name,
                    "role": a.role.value,
                    "courriel": a.email,
                    "actif": a.active,
                    "bloque": [way.value for way in a.locked],
                    "cles": a.keys,
                }
                for a in accounts
            ]
        )
        return
    for account in accounts:
        marks = ["fermé"] if not account.active else [f"bloqué : {way.label}" for way in account.locked]
        shown = f"  ({', '.join(marks)})" if marks else ""
        say(f"{account.name:24} {account.role.label:16} {account.display_name}{shown}")
    if not accounts:
        say("Aucun compte : « guide user add IDENTIFIANT --role administrateur » crée le premier.")


def _password(args: argparse.Namespace, state: "State") -> None:
    password = _chosen_password(args)
    state.set_password(args.name, password, by=BY)
    say(f"Mot de passe de {args.name} changé ; ses sessions sont fermées.")
    _show(args, password)


def _role(args: argparse.Namespace, state: "State") -> None:
    from guide_site.state.values import Role

    state.set_role(args.name, Role(args.role), by=BY)
    say(f"{args.name} : rôle {Role(args.role).label}, dès maintenant.")


def _close(args: argparse.Namespace, state: "State") -> None:
    state.deactivate(args.name, by=BY)
    say(f"Compte {args.name} fermé, ses sessions et ses jetons aussi.")


def _open(args: argparse.Namespace, state: "State") -> None:
    state.set_active(args.name, True, by=BY)
    say(f"Compte {args.name} rouvert.")


def _delete(args: argparse.Namespace, state: "State") -> None:
    name = state.user(args.name).name
    if not args.oui:
        _confirm(f"Tout ce qui est à {name} sera perdu (favoris, notes, clés, jetons).", name)
    state.delete_user(name, by=BY)
    say(f"Compte {name} supprimé, avec tout ce qui était à cette personne.")


def _confirm(warning: str, word: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"{warning} Confirmez par --oui.")
    say(warning)
    if input(f"Pour confirmer, écrivez « {word} » : ").strip() != word:
        raise UsageError("Rien n'est supprimé.")


def _invite(args: argparse.Namespace, state: "State") -> None:
    address = _address(args.config)
    say(
        f"Lien d'invitation, affiché cette seule fois : {address}/invitation/{state.invite(args.name, by=BY)}"
    )


def _address(config: "GuideConfig") -> str:
    """Where people reach the site, as its own links say it."""
    settings = config.settings
    if settings.access.addresses:
        return settings.access.addresses[0]
    return f"https://{settings.hosts[0]}" if settings.hosts else "http://localhost:8000"


# -- lists


def _export(args: argparse.Namespace, state: "State") -> None:
    from guide_site.state.people_csv import people_csv

    accounts = state.users()
    args.file.write_text(people_csv(accounts), "utf-8", newline="")
    state.record(BY, "comptes exportés", count(len(accounts), "compte"))
    say(f"{count(len(accounts), 'compte écrit', 'comptes écrits')} dans {args.file}.")


def _import(args: argparse.Namespace, state: "State") -> int:
    from guide_site.state.people_csv import read_people

    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise UsageError(f"{args.file} ne se lit pas : {reason_of(error)}.") from error
    people, issues = read_people(data, args.file.name)
    if issues:
        say_issues(issues, warnings=True)
        return 1
    done = state.import_people(people, by=BY, dry=args.essai)
    for names, what in ((done.created, "créé"), (done.changed, "modifié")):
        for name in names:
            say(f"{what:8} {name}")
    say(
        f"{count(len(done.created), 'compte créé', 'comptes créés')}, {len(done.changed)} modifiés, "
        f"{done.unchanged} inchangés{' (essai : rien n’est fait)' if args.essai else ''}."
    )
    return 0

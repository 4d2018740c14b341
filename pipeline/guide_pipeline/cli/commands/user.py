"""guide user …: the accounts of a working guide, their keys, sessions, codes and tokens."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, say, say_issues, say_json
from guide_pipeline.cli.state import open_people
from guide_pipeline.errors import UsageError

if TYPE_CHECKING:
    from guide_pipeline.readers.config import GuideConfig
    from guide_site.state.store import State

_ROLES = ("agent", "redacteur", "administrateur")
_SCOPES = ("lecture", "rapports", "decision", "publication")
_BY = "ligne de commande"

Act = Callable[[argparse.Namespace, "State"], int | None]
Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its own commands."""
    parser = declare(
        subparsers, "user", run, "gère les comptes du guide", "guide user add a.roux --role administrateur"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _declare_accounts(actions)
    _declare_lists(actions)
    _declare_access(actions)


def _action(actions: Actions, name: str, summary: str, example: str, act: Act) -> argparse.ArgumentParser:
    parser = declare(actions, name, run, summary, f"guide user {example}")
    parser.set_defaults(act=act)
    return parser


def _on_account(actions: Actions, name: str, summary: str, act: Act) -> argparse.ArgumentParser:
    parser = _action(actions, name, summary, f"{name} a.roux", act)
    parser.add_argument("name", metavar="IDENTIFIANT")
    return parser


def _declare_accounts(actions: Actions) -> None:
    add = _action(actions, "add", "crée un compte", "add a.roux --role agent --nom 'Anne Roux'", _add)
    add.add_argument("name", metavar="IDENTIFIANT")
    add.add_argument("--role", choices=_ROLES, default="agent", help="rôle (agent)")
    add.add_argument("--nom", default="", help="nom affiché")
    add.add_argument("--courriel", default="", help="adresse de courriel")
    _password_options(add).add_argument(
        "--invite", action="store_true", help="sans mot de passe : affiche un lien d'invitation"
    )
    add_json(_action(actions, "list", "liste les comptes", "list", _list))
    _password_options(_on_account(actions, "password", "change un mot de passe", _password))
    role = _on_account(actions, "role", "change le rôle", _role)
    role.add_argument("role", choices=_ROLES, metavar="ROLE", help=", ".join(_ROLES))
    _on_account(actions, "disable", "ferme un compte, ses sessions et ses jetons", _close)
    _on_account(actions, "enable", "rouvre un compte", _open)
    _on_account(actions, "invite", "affiche un lien d'invitation, valable 72 heures", _invite)


def _declare_lists(actions: Actions) -> None:
    export = _action(actions, "export", "écrit les comptes en CSV", "export comptes.csv", _export)
    export.add_argument("file", metavar="FICHIER", type=Path)
    taken = _action(
        actions, "import", "crée et change des comptes d'après un CSV", "import comptes.csv --essai", _import
    )
    taken.add_argument("file", metavar="FICHIER", type=Path)
    taken.add_argument("--essai", action="store_true", help="dit ce qui serait fait, sans rien faire")


def _declare_access(actions: Actions) -> None:
    add_json(_action(actions, "locked", "liste les comptes bloqués", "locked", _locked))
    _on_account(actions, "unlock", "débloque le mot de passe et la clé d'un compte", _unlock)
    code = _on_account(actions, "code", "donne un code du guichet, après les vérifications", _code)
    code.add_argument(
        "--pour", choices=("compte", "cle"), default="compte", help="ce que le code ouvre (compte)"
    )
    code.add_argument(
        "--rappel", default="", metavar="NUMERO", help="le numéro de l'annuaire qui a été rappelé"
    )
    code.add_argument("--remarque", default="", help="à garder avec les vérifications")
    code.add_argument("--par", default="", metavar="IDENTIFIANT", help="qui donne le code")
    code.add_argument("--verifie", action="store_true", help="toutes les vérifications sont faites")
    keys = _action(actions, "keys", "liste les clés de sécurité", "keys", _keys)
    keys.add_argument("name", metavar="IDENTIFIANT", nargs="?", help="d'un seul compte")
    add_json(keys)
    lost = _action(
        actions,
        "lost-key",
        "révoque une clé perdue, ferme sessions et lectures hors ligne",
        "lost-key 12",
        _lost,
    )
    lost.add_argument("key", metavar="NUMERO", type=int, help="celui que donne « guide user keys »")
    sessions = _action(actions, "sessions", "liste les sessions ouvertes", "sessions", _sessions)
    sessions.add_argument("name", metavar="IDENTIFIANT", nargs="?", help="d'un seul compte")
    add_json(sessions)
    end = _action(actions, "end-session", "ferme une session", "end-session 0123456789abcdef", _end_session)
    end.add_argument("session", metavar="SESSION", help="celle que donne « guide user sessions »")
    _on_account(actions, "sign-out", "ferme toutes les sessions d'un compte", _sign_out)
    token = _on_account(actions, "token", "crée un jeton pour un script", _token)
    token.add_argument("--libelle", required=True, help="à quoi il sert")
    token.add_argument(
        "--droit", action="append", choices=_SCOPES, required=True, dest="scopes", help="peut se répéter"
    )
    token.add_argument("--jours", type=int, default=90, help="durée de vie (90)")
    tokens = _action(actions, "tokens", "liste les jetons", "tokens", _tokens)
    tokens.add_argument("name", metavar="IDENTIFIANT", nargs="?", help="d'un seul compte")
    add_json(tokens)
    revoke = _action(actions, "revoke-token", "révoque un jeton", "revoke-token 3", _revoke_token)
    revoke.add_argument("token", metavar="NUMERO", type=int, help="celui que donne « guide user tokens »")


def _password_options(parser: argparse.ArgumentParser) -> "argparse._MutuallyExclusiveGroup":
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--genere", action="store_true", help="tire un mot de passe au hasard et l'affiche une fois"
    )
    group.add_argument("--stdin", action="store_true", help="lit le mot de passe sur l'entrée standard")
    return group


def run(args: argparse.Namespace) -> int:
    """Open the accounts and do what was asked."""
    root, config, _ = opened(args)
    args.config = config
    act: Act = args.act
    with open_people(root, config) as state:
        return act(args, state) or 0


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
    account = state.add_user(args.name, password, Role(args.role), args.nom, args.courriel, by=_BY)
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
    state.set_password(args.name, password, by=_BY)
    say(f"Mot de passe de {args.name} changé ; ses sessions sont fermées.")
    _show(args, password)


def _role(args: argparse.Namespace, state: "State") -> None:
    from guide_site.state.values import Role

    state.set_role(args.name, Role(args.role), by=_BY)
    say(f"{args.name} : rôle {Role(args.role).label}, dès maintenant.")


def _close(args: argparse.Namespace, state: "State") -> None:
    state.deactivate(args.name, by=_BY)
    say(f"Compte {args.name} fermé, ses sessions et ses jetons aussi.")


def _open(args: argparse.Namespace, state: "State") -> None:
    state.set_active(args.name, True, by=_BY)
    say(f"Compte {args.name} rouvert.")


def _invite(args: argparse.Namespace, state: "State") -> None:
    address = _address(args.config)
    say(
        f"Lien d'invitation, affiché cette seule fois : {address}/invitation/{state.invite(args.name, by=_BY)}"
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
    state.record(_BY, "comptes exportés", count(len(accounts), "compte"))
    say(f"{count(len(accounts), 'compte écrit', 'comptes écrits')} dans {args.file}.")


def _import(args: argparse.Namespace, state: "State") -> int:
    from guide_site.state.people_csv import read_people

    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise UsageError(f"{args.file} ne se lit pas : {error.strerror}.") from error
    people, issues = read_people(data, args.file.name)
    if issues:
        say_issues(issues, warnings=True)
        return 1
    done = state.import_people(people, by=_BY, dry=args.essai)
    for names, what in ((done.created, "créé"), (done.changed, "modifié")):
        for name in names:
            say(f"{what:8} {name}")
    say(
        f"{count(len(done.created), 'compte créé', 'comptes créés')}, {len(done.changed)} modifiés, "
        f"{done.unchanged} inchangés{' (essai : rien n’est fait)' if args.essai else ''}."
    )
    return 0


# -- locks, codes, keys


def _locked(args: argparse.Namespace, state: "State") -> None:
    found = [(a.name, a.locked) for a in state.users() if a.locked]
    if args.json:
        say_json([{"identifiant": name, "bloque": [way.value for way in ways]} for name, ways in found])
        return
    for name, ways in found:
        say(f"{name:24} {', '.join(way.label for way in ways)}")
    if not found:
        say("Aucun compte n'est bloqué.")


def _unlock(args: argparse.Namespace, state: "State") -> None:
    state.unlock(args.name, by=_BY)
    say(f"Compte {args.name} débloqué.")


def _code(args: argparse.Namespace, state: "State") -> int:
    from guide_site.state.acts.help_desk import CHECKLIST
    from guide_site.state.codes import spoken
    from guide_site.state.values import CallBack, CodePurpose

    if not (args.verifie and args.rappel and args.par):
        say("Avant de donner un code :")
        for check in CHECKLIST:
            say(f"  • {check} ;")
        say("puis : guide user code IDENTIFIANT --par VOUS --rappel NUMERO --verifie")
        return 1
    seen = CallBack(args.rappel, CHECKLIST, args.remarque)
    code = state.give_code(args.name, CodePurpose(args.pour), seen, by=state.user(args.par).name)
    say(f"Code à lire, affiché cette seule fois, valable 15 minutes : {code}")
    for group, words in zip(code.split("-"), spoken(code), strict=True):
        say(f"  {group}  {words}")
    return 0


def _keys(args: argparse.Namespace, state: "State") -> None:
    keys = state.keys(args.name)
    if args.json:
        say_json(
            [
                {
                    "numero": k.id,
                    "identifiant": k.account,
                    "libelle": k.label,
                    "hors-ligne": k.prf,
                    "revoquee": k.revoked,
                }
                for k in keys
            ]
        )
        return
    for key in keys:
        say(f"{key.id:6} {key.account:24} {key.label}{'  (révoquée)' if key.revoked else ''}")
    if not keys:
        say("Aucune clé.")


def _lost(args: argparse.Namespace, state: "State") -> None:
    owner = state.revoke_key(args.key, by=_BY)
    say(f"Clé {args.key} révoquée ; sessions et lectures hors ligne de {owner} fermées.")


# -- sessions, tokens


def _sessions(args: argparse.Namespace, state: "State") -> None:
    sessions = state.sessions(args.name)
    if args.json:
        say_json(
            [
                {
                    "session": s.id,
                    "identifiant": s.account.name,
                    "appareil": s.device,
                    "adresse": s.address,
                    "entree": s.way.value,
                    "depuis": s.created,
                    "vue": s.last_seen,
                }
                for s in sessions
            ]
        )
        return
    for s in sessions:
        seen = f"{s.last_seen.astimezone():%d/%m %H:%M}"
        say(f"{s.id}  {s.account.name:24} {s.way.label:18} {seen}  {s.address:16} {s.device}")
    if not sessions:
        say("Aucune session ouverte.")


def _end_session(args: argparse.Namespace, state: "State") -> None:
    state.end_session(args.session, by=_BY)
    say("Session fermée.")


def _sign_out(args: argparse.Namespace, state: "State") -> None:
    closed = state.sign_out_everywhere(args.name, by=_BY)
    say(f"{count(closed, 'session fermée', 'sessions fermées')}.")


def _token(args: argparse.Namespace, state: "State") -> None:
    from guide_site.state.values import Role, Scope

    if state.user(args.name).role is Role.AGENT:
        raise UsageError("Les jetons sont pour les scripts des rédacteurs et des administrateurs.")
    scopes = frozenset(map(Scope, args.scopes))
    secret = state.add_token(args.name, args.libelle, scopes, args.jours, by=_BY)
    say(f"Jeton, affiché cette seule fois : {secret}")


def _tokens(args: argparse.Namespace, state: "State") -> None:
    tokens = state.tokens(args.name)
    if args.json:
        say_json(
            [
                {
                    "numero": t.id,
                    "identifiant": t.account,
                    "libelle": t.label,
                    "droits": sorted(t.scopes),
                    "fin": t.expires,
                    "revoque": t.revoked,
                }
                for t in tokens
            ]
        )
        return
    for token in tokens:
        rights, state_ = ", ".join(sorted(token.scopes)), "  (révoqué)" if token.revoked else ""
        say(f"{token.id:6} {token.account:24} {token.label} ({rights}), fin {token.expires:%d/%m/%Y}{state_}")
    if not tokens:
        say("Aucun jeton.")


def _revoke_token(args: argparse.Namespace, state: "State") -> None:
    state.revoke_token(args.token, by=_BY)
    say("Jeton révoqué.")

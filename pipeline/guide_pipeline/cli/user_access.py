"""The part of `guide user` that is about ways in: locks, codes, keys, sessions, tokens."""

import argparse
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json
from guide_pipeline.cli.console import count, say, say_json
from guide_pipeline.cli.people import BY, Actions, add_act, add_act_on
from guide_pipeline.errors import UsageError

if TYPE_CHECKING:
    from guide_site.state.store import State

_SCOPES = ("lecture", "rapports", "commentaire", "decision", "publication")


def declare_access(actions: Actions) -> None:
    """Declare these acts."""
    add_json(add_act(actions, "locked", "liste les comptes bloqués", "locked", _locked))
    add_act_on(actions, "unlock", "débloque le mot de passe et la clé d'un compte", _unlock)
    code = add_act_on(actions, "code", "donne un code du guichet, après les vérifications", _code)
    code.add_argument(
        "--pour", choices=("compte", "cle"), default="compte", help="ce que le code ouvre (compte)"
    )
    code.add_argument(
        "--rappel", default="", metavar="NUMERO", help="le numéro de l'annuaire qui a été rappelé"
    )
    code.add_argument("--remarque", default="", help="à garder avec les vérifications")
    code.add_argument("--par", default="", metavar="IDENTIFIANT", help="qui donne le code")
    code.add_argument("--verifie", action="store_true", help="toutes les vérifications sont faites")
    keys = add_act(actions, "keys", "liste les clés de sécurité", "keys", _keys)
    keys.add_argument("name", metavar="IDENTIFIANT", nargs="?", help="d'un seul compte")
    add_json(keys)
    lost = add_act(
        actions,
        "lost-key",
        "révoque une clé perdue, ferme sessions et lectures hors ligne",
        "lost-key 12",
        _lost,
    )
    lost.add_argument("key", metavar="NUMERO", type=int, help="celui que donne « guide user keys »")
    sessions = add_act(actions, "sessions", "liste les sessions ouvertes", "sessions", _sessions)
    sessions.add_argument("name", metavar="IDENTIFIANT", nargs="?", help="d'un seul compte")
    add_json(sessions)
    end = add_act(actions, "end-session", "ferme une session", "end-session 0123456789abcdef", _end_session)
    end.add_argument("session", metavar="SESSION", help="celle que donne « guide user sessions »")
    add_act_on(actions, "sign-out", "ferme toutes les sessions d'un compte", _sign_out)
    token = add_act_on(actions, "token", "crée un jeton pour un script", _token)
    token.add_argument("--libelle", required=True, help="à quoi il sert")
    token.add_argument(
        "--droit", action="append", choices=_SCOPES, required=True, dest="scopes", help="peut se répéter"
    )
    token.add_argument("--jours", type=int, default=90, help="durée de vie (90)")
    tokens = add_act(actions, "tokens", "liste les jetons", "tokens", _tokens)
    tokens.add_argument("name", metavar="IDENTIFIANT", nargs="?", help="d'un seul compte")
    add_json(tokens)
    revoke = add_act(actions, "revoke-token", "révoque un jeton", "revoke-token 3", _revoke_token)
    revoke.add_argument("token", metavar="NUMERO", type=int, help="celui que donne « guide user tokens »")


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
    state.unlock(args.name, by=BY)
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
    owner = state.revoke_key(args.key, by=BY)
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
    state.end_session(args.session, by=BY)
    say("Session fermée.")


def _sign_out(args: argparse.Namespace, state: "State") -> None:
    closed = state.sign_out_everywhere(args.name, by=BY)
    say(f"{count(closed, 'session fermée', 'sessions fermées')}.")


def _token(args: argparse.Namespace, state: "State") -> None:
    from guide_site.state.values import Role, Scope

    if state.user(args.name).role is Role.AGENT:
        raise UsageError("Les jetons sont pour les scripts des rédacteurs et des administrateurs.")
    scopes = frozenset(map(Scope, args.scopes))
    secret = state.add_token(args.name, args.libelle, scopes, args.jours, by=BY)
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
    state.revoke_token(args.token, by=BY)
    say("Jeton révoqué.")

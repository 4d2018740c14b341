"""guide notify: the news of an edition by mail, to those who asked for them on the site."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import ConsoleReporter, complain, count, say, say_json
from guide_pipeline.cli.state import open_people
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError
from guide_pipeline.readers.config import Settings

if TYPE_CHECKING:
    from guide_site.personal.sending import Sent
    from guide_site.state import State, Subscriber


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "notify",
        run,
        "envoie par courriel les nouveautés d'une édition à ceux qui l'ont demandé, une seule fois à chacun",
        "guide notify --essai",
    )
    parser.add_argument(
        "--edition", metavar="N", type=int, help="l'édition à annoncer (celle qui est servie)"
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--essai", action="store_true", help="dit à qui le courriel irait ; n'envoie rien")
    only.add_argument(
        "--apercu",
        metavar="DOSSIER",
        type=Path,
        help="écrit le courriel dans DOSSIER (texte, HTML, .eml) ; n'envoie rien",
    )
    parser.add_argument(
        "--pour", metavar="IDENTIFIANT", default="", help="avec --apercu : celui de ce compte"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Send, or show what would be sent."""
    root, config, store = opened(args)
    edition = _edition(store, args.edition)
    with open_people(root, config) as state:
        if args.apercu is not None:
            return _preview(args, store, state, edition, config.settings)
        if args.essai:
            return _rehearse(args, state, edition)
        from guide_site.personal.sending import send_digests

        reporter = ConsoleReporter()
        site = site_address(config.settings)
        done = send_digests(store, state, edition, config.settings.mail, site, reporter)
        reporter.finish()
    return _told(args, done)


def site_address(settings: Settings) -> str:
    """The address of the site in links."""
    addresses = (
        settings.mail.site,
        *settings.access.addresses,
        *(f"https://{name}" for name in settings.hosts),
    )
    return next(filter(None, addresses), "http://localhost:8000")


def _edition(store: EditionStore, wanted: int | None) -> int:
    """The edition asked for; one that agents don't read yet, or no more, is announced to nobody."""
    current = store.current()
    if current is None:
        raise NotFoundError("Aucune édition n'est servie : lancez d'abord « guide build ».")
    edition = current if wanted is None else wanted
    store.manifest(edition)
    if edition > current:
        raise NotFoundError(f"L'édition {edition} n'est pas servie : les agents lisent l'édition {current}.")
    return edition


def _rehearse(args: argparse.Namespace, state: "State", edition: int) -> int:
    people = state.subscribers(edition)
    if args.json:
        rows = [{"compte": p.account.name, "adresse": p.address} for p in people]
        say_json({"edition": edition, "destinataires": rows})
        return 0
    for person in people:
        say(f"{person.account.name:24} {person.address}")
    say(f"Édition {edition} : {count(len(people), 'courriel')} à envoyer. Rien n'est parti : c'est un essai.")
    return 0


def _preview(
    args: argparse.Namespace, store: EditionStore, state: "State", edition: int, settings: Settings
) -> int:
    from guide_site.personal.digest import as_html, as_text, message_to
    from guide_site.personal.sending import digest_for

    person = _person(state, args.pour)
    digest, site = digest_for(store, state, edition, person), site_address(settings)
    folder: Path = args.apercu
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"nouveautes-{edition}"
    message = message_to(person, digest, settings.mail, site)
    written = (
        (stem.with_suffix(".txt"), as_text(digest, site).encode()),
        (stem.with_suffix(".html"), as_html(digest, site).encode()),
        (stem.with_suffix(".eml"), message.as_bytes()),
    )
    for path, data in written:
        path.write_bytes(data)
    if args.json:
        say_json(
            {"edition": edition, "objet": digest.subject, "fichiers": [str(path) for path, _ in written]}
        )
    else:
        say(f"Objet : {digest.subject}")
        for path, _ in written:
            say(str(path))
        say("Rien n'est parti : c'est un aperçu.")
    return 0


def _person(state: "State", name: str) -> "Subscriber":
    """The account named, or nobody in particular, who reads every chapter."""
    from guide_site.state import Account, Preferences, Role, Subscriber

    if not name:
        someone = Account(0, "agent", "Agent", Role.AGENT, True, datetime.now(UTC), None)
        return Subscriber(someone, "agent@exemple.fr", Preferences())
    account = state.user(name)
    wanted = state.preferences(account.id)
    return Subscriber(account, wanted.email or account.email or "agent@exemple.fr", wanted)


def _told(args: argparse.Namespace, done: "Sent") -> int:
    if args.json:
        refused = [{"compte": r.account, "raison": r.reason} for r in done.refused]
        say_json({"edition": done.edition, "envoyes": list(done.sent), "refuses": refused})
    else:
        for refusal in done.refused:
            complain(f"{refusal.account} : {refusal.reason}")
        say(f"Édition {done.edition} : {count(len(done.sent), 'courriel envoyé', 'courriels envoyés')}.")
        if not done.sent and not done.refused:
            say("Tous ceux qui l'ont demandé l'ont déjà reçu, ou personne ne l'a demandé.")
    return 1 if done.refused else 0

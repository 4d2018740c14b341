"""guide demo: the whole way, from the corpus through its batches to signed-in agents."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import declare, guide_root
from guide_pipeline.cli.commands.serve import DEFAULT_PORT
from guide_pipeline.cli.console import ConsoleReporter, say
from guide_pipeline.cli.state import open_people
from guide_pipeline.editions.files import write_atomic
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.readers.config import read_config

if TYPE_CHECKING:
    from guide_site.state.store import State

_ACCOUNTS = (
    ("agent", "agent", "Camille Agent"),
    ("redacteur", "redacteur", "Dominique Rédacteur"),
    ("admin", "administrateur", "Claude Administrateur"),
)
_BY, _EDITOR = "démonstration", "rédaction (démonstration)"
_TRY = """\
À essayer :
  • connectez-vous en agent, cherchez « allocations familiales » ou « smic », ouvrez une fiche ;
  • « Nouveautés » dit ce que la dernière édition a changé ; une fiche montre ses éditions passées ;
  • connectez-vous en administrateur : « Rapports » montre le rapport de changements de chaque lot ;
  • dans un autre terminal : guide -C {folder} status"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "demo",
        run,
        "construit, met à jour et sert un guide de démonstration",
        "guide demo --no-serve",
    )
    parser.add_argument("--no-serve", action="store_true", help="s'arrête après la construction")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port ({DEFAULT_PORT})")


def run(args: argparse.Namespace) -> int:
    """Prepare, build, publish every batch, make accounts, and serve."""
    from guide_pipeline.demo import prepare_demo

    root = guide_root(args)
    read_config(root)
    folder = prepare_demo(root)
    store = EditionStore(folder)
    config = read_config(folder)
    reporter = ConsoleReporter()
    with open_people(folder, config) as state:
        _publish_all(folder, store, state, reporter)
        reporter.finish()
        passwords = _accounts(folder, state)
    latest = store.needed_latest()
    say(f"\nÉdition {latest.number} prête : {len(latest.sheets)} fiches, {latest.label}.")
    if args.no_serve:
        say(f"Pour la servir : guide demo, ou guide -C {folder} serve")
        return 0
    _announce(args.port, passwords, folder)
    return _serve(folder, args.port)


def _publish_all(folder: Path, store: EditionStore, state: "State", reporter: ConsoleReporter) -> None:
    from guide_pipeline.build.base import build
    from guide_pipeline.demo import batches_of
    from guide_pipeline.errors import AlreadyPublishedError
    from guide_pipeline.ingest import ingest
    from guide_site.review import approve_all, publish_approved

    build(store, read_config(folder), reporter)
    for path in batches_of(folder):
        try:
            batch = ingest(store, path, reporter, _EDITOR).ingested.batch
        except AlreadyPublishedError:
            continue
        approve_all(store, state, batch, _BY)
        published = publish_approved(store, state, batch, _BY, reporter)
        reporter.note(f"Lot {batch} publié : édition {published.manifest.number}.")


def _accounts(folder: Path, state: "State") -> dict[str, str]:
    """Accounts of the demo, made once; their passwords are kept in the demo's own folder."""
    from guide_pipeline.demo import readable_password
    from guide_site.state.values import Role

    record = folder / "var" / "comptes-demo.json"
    known = {account.name for account in state.users()}
    try:
        passwords: dict[str, str] = json.loads(record.read_bytes())
    except FileNotFoundError:
        passwords = {}
    for name, role, shown in _ACCOUNTS:
        if name in known and name in passwords:
            continue
        passwords[name] = readable_password()
        if name in known:
            state.set_password(name, passwords[name], by=_BY)
        else:
            state.add_user(name, passwords[name], Role(role), shown, by=_BY)
    write_atomic(record, json.dumps(passwords).encode())
    record.chmod(0o600)
    return passwords


def _announce(port: int, passwords: dict[str, str], folder: Path) -> None:
    say(f"\nLe guide est servi sur http://localhost:{port}\n")
    say("Comptes de démonstration (cette machine seulement) :")
    for name, role, _ in _ACCOUNTS:
        say(f"  {role:15} identifiant {name:10} mot de passe {passwords[name]}")
    say(f"\n{_TRY.format(folder=folder)}\n\nCtrl-C pour arrêter.")


def _serve(folder: Path, port: int) -> int:
    from guide_site.web.server import serve

    serve(folder, "127.0.0.1", port)
    return 0

"""guide status: what is served, what awaits publication, what has landed in updates/."""

import argparse

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, say, say_json
from guide_pipeline.editions.store import EditionStore


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    add_json(declare(subparsers, "status", run, "dit où en est le guide", "guide status"))


def run(args: argparse.Namespace) -> int:
    """Print where the guide stands and what to do next."""
    from guide_pipeline.waiting import all_ingested

    _, config, store = opened(args)
    latest, current = store.latest(), store.current()
    waiting = [ingested.batch for ingested in all_ingested(store)]
    fresh = [name for name in _delivered(store) if not _known(name, waiting, store)]
    if args.json:
        row = {"titre": config.title, "servie": current, "derniere": latest.number if latest else None}
        say_json({**row, "en-attente": waiting, "a-ingerer": fresh})
        return 0
    say(config.title)
    if latest is None:
        say("Aucune édition : « guide build » fait l'édition de base.")
        return 0
    say(f"Édition servie : {current} ; dernière : {latest.number} ({latest.label}, {latest.date:%d/%m/%Y}).")
    say(f"{count(len(latest.sheets), 'fiche')} en {count(len(latest.chapters), 'chapitre')}.")
    for batch in waiting:
        say(f"Ingéré, à publier : {batch} (guide report {batch}, puis guide publish {batch} --by NOM)")
    for name in fresh:
        say(f"Livré, à ingérer : {name} (guide ingest updates/{name})")
    return 0


def _delivered(store: EditionStore) -> list[str]:
    """Names in the inbox that look like batches."""
    from guide_pipeline.checks.steps import delivered

    return sorted(path.name for path in delivered(store.paths.updates))


def _known(name: str, waiting: list[str], store: EditionStore) -> bool:
    batch = name.removesuffix(".zip")
    return batch in waiting or store.of_batch(batch) is not None

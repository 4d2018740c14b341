"""guide editions: the editions, and which one is served."""

import argparse

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, say, say_json


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    add_json(declare(subparsers, "editions", run, "liste les éditions du guide", "guide editions"))


def run(args: argparse.Namespace) -> int:
    """Print the editions, oldest first."""
    from guide_pipeline.editions.manifest import identity

    _, _, store = opened(args)
    current = store.current()
    manifests = store.manifests()
    if args.json:
        rows = [
            {
                "edition": m.number,
                "libelle": m.label,
                "date": m.date.isoformat(),
                "lot": m.batch,
                "fiches": len(m.sheets),
                "empreinte": identity(m),
                "servie": m.number == current,
            }
            for m in manifests
        ]
        say_json(rows)
        return 0
    for m in manifests:
        mark = "→" if m.number == current else " "
        batch = f"lot {m.batch}" if m.batch else "corpus de base"
        say(
            f"{mark} {m.number:4}  {m.date:%d/%m/%Y}  {count(len(m.sheets), 'fiche'):>13}  {batch:16}  {m.label}"
        )
    if not manifests:
        say("Aucune édition encore : « guide build » fait la première.")
    return 0

"""guide import service-public RELEASE.zip: the administration's open data as a guide, or as a batch."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.cli.command import add_json, declare, guide_root, opened
from guide_pipeline.cli.console import ConsoleReporter, count, issue_rows, say, say_issues, say_json
from guide_pipeline.errors import UsageError

if TYPE_CHECKING:
    from guide_pipeline.readers.service_public.chapters import ChapterPlan
    from guide_pipeline.readers.service_public.release import Release
    from guide_pipeline.readers.service_public.summary import ImportSummary

SHIPPED = "fourni"
_EXAMPLES = (
    "guide import service-public vosdroits-latest.zip --into essai\n"
    "  guide import service-public vosdroits-latest.zip --into essai --chapters fourni\n"
    "  guide -C essai import service-public suivante.zip --batch updates/2026-02"
)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(subparsers, "import", run, "importe un corpus d'une autre source", _EXAMPLES)
    parser.add_argument("source", metavar="SOURCE", choices=("service-public",), help="service-public")
    parser.add_argument(
        "release", metavar="RELEASE.zip", type=Path, help="archive « Vos droits et démarches »"
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--into", metavar="DOSSIER", type=Path, help="fait de l'archive un nouveau guide")
    target.add_argument(
        "--batch",
        metavar="updates/X",
        type=Path,
        help="fait un lot X de ce qui diffère de la dernière édition",
    )
    parser.add_argument(
        "--chapters",
        metavar="CARTE.toml",
        help=f"avec --into : quelles fiches vont dans quel chapitre (« {SHIPPED} » : la carte de nos 19 chapitres ; "
        "sans carte, chaque thème de la source est un chapitre)",
    )
    parser.add_argument("--libelle", help="avec --batch : libellé du lot")
    parser.add_argument(
        "--date", type=date.fromisoformat, metavar="AAAA-MM-JJ", help="avec --batch : date du lot"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Import, and say what came in and what the reader didn't know."""
    from guide_pipeline.readers.service_public.release import read_release

    reporter = ConsoleReporter()
    with read_release(args.release, reporter) as release:
        summary = _into(args, release) if args.into else _batch(args, release)
    reporter.finish()
    if args.json:
        say_json(_row(summary))
        return 0
    say_issues(summary.issues, warnings=True)
    _say(args, summary)
    return 0


def _plan(release: "Release", chosen: Path | None) -> "ChapterPlan":
    from guide_pipeline.readers.service_public.chapters import chapters_of

    return chapters_of(release, chosen)


def _into(args: argparse.Namespace, release: "Release") -> "ImportSummary":
    from guide_pipeline.readers.service_public.chapters import shipped_map
    from guide_pipeline.readers.service_public.corpus_out import write_corpus

    if args.libelle or args.date:
        raise UsageError("--libelle et --date ne vont qu'avec --batch.")
    chosen = shipped_map() if args.chapters == SHIPPED else Path(args.chapters) if args.chapters else None
    return write_corpus(release, args.into, _plan(release, chosen))


def _batch(args: argparse.Namespace, release: "Release") -> "ImportSummary":
    from guide_pipeline.readers.service_public.batch_out import write_batch
    from guide_pipeline.readers.service_public.chapters import map_of

    if args.chapters:
        raise UsageError(
            "--chapters ne va qu'avec --into : un lot suit la carte avec laquelle le guide fut fait."
        )
    _, _, store = opened(args)
    latest = store.needed_latest()
    root = guide_root(args)
    return write_batch(
        release,
        store.guide(latest),
        args.batch if args.batch.is_absolute() else root / args.batch,
        _plan(release, map_of(root)),
        number=args.batch.name,
        label=args.libelle or f"Livraison {release.name}",
        day=args.date or max(release.date, latest.date),
        follows=latest.batch,
    )


def _row(summary: "ImportSummary") -> dict[str, object]:
    operations = ("added", "replaced", "removed", "moved", "renamed")
    return {
        "fiches": summary.sheets,
        "laissees": summary.left_out,
        "par-chapitre": dict(summary.by_chapter),
        "sigles": summary.acronyms,
        "liens-externes": summary.outside_links,
        "operations": {name: getattr(summary, name) for name in operations},
        "problemes": issue_rows(summary.issues),
    }


def _say(args: argparse.Namespace, summary: "ImportSummary") -> None:
    left = f", {count(summary.left_out, 'laissée')} hors de la carte" if summary.left_out else ""
    say(f"{count(summary.sheets, 'fiche')} lues{left}, {count(summary.acronyms, 'sigle')}.")
    if args.into:
        for slug, number in summary.by_chapter:
            say(f"  {number:5}  {slug}")
        say(f"Guide prêt : guide -C {args.into} build")
        return
    say(
        f"{count(summary.added, 'ajout')}, {count(summary.replaced, 'remplacement')}, "
        f"{count(summary.removed, 'retrait')}, {count(summary.moved, 'déplacement')}, "
        f"{count(summary.renamed, 'renommage')}."
    )
    say(f"Lot prêt : guide ingest {args.batch}")

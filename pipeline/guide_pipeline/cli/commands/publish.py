"""guide publish LOT --by NAME: what was ingested and approved becomes the edition that is served."""

import argparse

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import ConsoleReporter, count, say, say_json
from guide_pipeline.cli.state import open_people
from guide_pipeline.publish import Published


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "publish",
        run,
        "publie un lot dont tout est décidé, sans ce qui est refusé, et le sert",
        "guide publish 2026-04 --by 'Anne Roux'",
    )
    parser.add_argument("batch", metavar="LOT", help="numéro du lot")
    parser.add_argument("--by", metavar="NOM", required=True, help="qui publie (gardé dans le journal)")
    parser.add_argument(
        "--approve-all",
        action="store_true",
        help="approuve au nom de NOM tout ce qui reste à décider, et le note comme tel",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Publish, record who did, and say what is served."""
    from guide_site.review import approve_all, publish_approved

    root, config, store = opened(args)
    reporter = ConsoleReporter()
    with open_people(root, config) as state:
        if args.approve_all:
            approve_all(store, state, args.batch, args.by)
        published = publish_approved(store, state, args.batch, args.by, reporter)
    reporter.finish()
    if args.json:
        say_json(_row(published))
    else:
        _say(published)
    return 0


def _say(published: Published) -> None:
    manifest, summary = published.manifest, published.summary
    if summary is None:
        say(f"Le lot {manifest.batch} est déjà publié : c'est l'édition {manifest.number}.")
        return
    if summary.site:
        written, reused = summary.site.written, summary.site.reused
        say(f"{count(written, 'page écrite', 'pages écrites')}, {count(reused, 'reprise')} telles quelles.")
    if manifest.left_out:
        out = count(len(manifest.left_out), "changement refusé", "changements refusés")
        say(f"{out} : guide review {manifest.batch} les liste.")
    say(f"Édition {manifest.number} publiée et servie : {manifest.label} ({manifest.date:%d/%m/%Y}).")


def _row(published: Published) -> dict[str, object]:
    manifest, summary = published.manifest, published.summary
    row: dict[str, object] = {
        "edition": manifest.number,
        "lot": manifest.batch,
        "nouvelle": summary is not None,
        "ecartes": [out.id for out in manifest.left_out],
    }
    if summary and summary.site:
        row |= {"pages-ecrites": summary.site.written, "pages-reprises": summary.site.reused}
    return row

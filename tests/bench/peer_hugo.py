"""What Hugo and Pagefind cost on pages like ours: the yardsticks of the build's targets, measured by themselves.

Two sites can be measured: one of page fragments, whose bodies are ready-made (`peers.bodies`), and one written by
`hugo_sources.py`, which Hugo builds from sources in its own form (`peers.sources`). `build.py` measures both
beside our own build.

Example: python tests/bench/peer_hugo.py --fragments /tmp/fragments --sources /tmp/hugo-sources --work /tmp/peer
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from measure import CommandError, Cost, as_table, middle
from peers.bodies import check_pages, write_site
from peers.programs import Peer, PeerError, build, find_peer, index, tree_size


def measure_peer(peer: Peer, runs: int, form: str) -> dict[str, Cost]:
    """Median costs of Hugo from nothing, Hugo over its own output, and Pagefind, over `runs` rounds; `form` names the site."""
    taken: dict[str, list[Cost]] = {"hugo fresh": [], "hugo rebuild": [], "pagefind": []}
    for _ in range(runs):
        taken["hugo fresh"].append(build(peer, fresh=True))
        taken["hugo rebuild"].append(build(peer, fresh=False))
        taken["pagefind"].append(index(peer))
    files, megabytes = tree_size(peer.public)
    print(f"{peer.public}: {files} files, {megabytes:.1f} MB with the index", file=sys.stderr)
    return {f"{name}, {form}": middle(costs) for name, costs in taken.items()}


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure Hugo and Pagefind on one or both of their sites.")
    parser.add_argument("--fragments", type=Path, help="folder of fragments, see README.md")
    parser.add_argument("--sources", type=Path, help="folder that hugo_sources.py wrote; Hugo builds in it")
    parser.add_argument(
        "--work", type=Path, help="scratch folder for fragments: replaces its `hugo-*` folders"
    )
    parser.add_argument(
        "--markup",
        choices=["html", "md"],
        nargs="+",
        default=["html"],
        help="form of the bodies of fragments",
    )
    parser.add_argument("--runs", type=int, default=3, help="rounds of which the median counts (default 3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    if not (options.fragments or options.sources):
        parser.error("nothing to measure: --fragments or --sources")
    if options.fragments and not options.work:
        parser.error("--fragments needs --work")
    return options


def measure_all(options: argparse.Namespace) -> dict[str, Cost]:
    """Measure what the command line asks for, one site after the other."""
    report: dict[str, Cost] = {}
    for markup in options.markup if options.fragments else ():
        peer = find_peer(options.work / f"hugo-{markup}")
        write_site(options.fragments, peer, markup)
        report |= measure_peer(peer, options.runs, f"bodies in {markup}")
        check_pages(options.fragments, peer.public, markup)
        shutil.rmtree(peer.aside)
    if options.sources:
        peer = find_peer(options.sources)
        report |= measure_peer(peer, options.runs, "from sources")
        shutil.rmtree(peer.aside)
    return report


def main(argv: Sequence[str] | None = None) -> int:
    """Measure each form of content asked for and print a table; 1 if a peer is missing or fails."""
    options = parse_arguments(argv)
    try:
        report = measure_all(options)
    except (PeerError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    print(as_json(report) if options.json else as_table(report))
    return 0


def as_json(report: dict[str, Cost]) -> str:
    """The report for a script."""
    return json.dumps({name: cost.as_dict() for name, cost in report.items()}, indent=1)


if __name__ == "__main__":
    sys.exit(main())

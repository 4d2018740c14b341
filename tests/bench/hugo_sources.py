"""A built guide as a Hugo site's own sources, for `build.py` and `peer_hugo.py` to measure Hugo on the same job.

Example: python tests/bench/hugo_sources.py --guide DIR --into /tmp/hugo-sources
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from peers.sources import write_site

from guide_pipeline.editions.store import EditionStore


def main(argv: Sequence[str] | None = None) -> int:
    """Export and say how many sheets."""
    parser = argparse.ArgumentParser(description="Write the last edition of a guide as a Hugo site.")
    parser.add_argument("--guide", type=Path, required=True, help="a working guide, built")
    parser.add_argument("--into", type=Path, required=True, help="folder to write, emptied first")
    options = parser.parse_args(argv)
    store = EditionStore(options.guide)
    print(write_site(store.guide(store.needed_latest()), options.into))
    return 0


if __name__ == "__main__":
    sys.exit(main())

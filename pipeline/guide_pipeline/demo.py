"""The demo: the shipped corpus and its batches, taken all the way to signed-in agents, in a folder of its own.

The demo works on a copy, in `var/demo/`: its editions, accounts and trail never mix with those of the guide.
"""

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from guide_pipeline.editions.files import locked, put_in_place, remove_tree, staging_folder
from guide_pipeline.editions.paths import GuidePaths
from guide_pipeline.readers.corpus_files import CONFIG_NAME

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_PARTS = ("sources", "updates")


def demo_folder(root: Path) -> Path:
    """Where the demo of a guide is."""
    return GuidePaths(root).var / "demo"


def prepare_demo(root: Path) -> Path:
    """The demo's guide: a copy of this guide's sources and batches, made anew when they have changed."""
    target = demo_folder(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.with_name("demo.verrou")):
        stamp = _stamp(root)
        if not _is_current(target, stamp):
            remove_tree(target)
            staging = staging_folder(target)
            for part in _PARTS:
                if (root / part).is_dir():
                    shutil.copytree(root / part, staging / part)
            shutil.copy2(root / CONFIG_NAME, staging / CONFIG_NAME)
            (staging / "empreinte").write_text(stamp, "ascii")
            put_in_place(staging, target)
    return target


def _is_current(target: Path, stamp: str) -> bool:
    try:
        return (target / "empreinte").read_text("ascii") == stamp
    except OSError:
        return False


def _stamp(root: Path) -> str:
    total = hashlib.sha256()
    for path in _files(root):
        data = path.read_bytes()
        total.update(
            f"{path.relative_to(root).as_posix()}:{len(data)}:".encode() + hashlib.sha256(data).digest()
        )
    return total.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    yield root / CONFIG_NAME
    for part in _PARTS:
        yield from sorted(path for path in (root / part).rglob("*") if path.is_file())


def batches_of(folder: Path) -> tuple[Path, ...]:
    """The batches in a guide's inbox, in order of name."""
    found = (folder / "updates").glob("*")
    return tuple(sorted(p for p in found if p.suffix == ".zip" or (p / "lot.toml").is_file()))


def readable_password() -> str:
    """A password that can be typed from a screen: four groups of four, about 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)

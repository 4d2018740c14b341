"""What an index is made of, and whether it still is: light enough for commands that never search.

Indexes hold pickles, so only what we wrote is opened: `index.json` names every file with its hash, and whoever opens
an index checks them all first. An edition's manifest may keep `IndexStamp.digest`, which stands for the whole.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.errors import DamagedError, GuideError, Issue, Location, NotFoundError

FORMAT = 1
"""Of the folder: other files, or files that mean something else."""
RECORD_VERSION = "1.4"
"""Of what is made of a sheet's text. It goes up with every change that makes other words or terms of it: records that
callers remember are void, and an index of another version is written afresh."""
STAMP_NAME = "index.json"


@dataclass(frozen=True, slots=True, order=True)
class FileStamp:
    """A file of the index."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexStamp:
    """What an index is made of."""

    documents: int
    files: tuple[FileStamp, ...]
    """By name."""
    records: str
    """The analysis that made its terms."""

    def to_json(self) -> bytes:
        """The content of `index.json`."""
        files = {file.name: {"taille": file.size, "sha256": file.sha256} for file in self.files}
        values = {"format": FORMAT, "analyse": self.records, "fiches": self.documents, "fichiers": files}
        return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def digest(self) -> str:
        """SHA-256 of `index.json`, hence of the whole index: what an edition's manifest may keep."""
        return hashlib.sha256(self.to_json()).hexdigest()


def check_index(folder: Path, *, digest: str | None = None) -> IndexStamp:
    """The stamp of an index whose files are all there, unchanged, and alone; `NotFoundError` or `DamagedError` if not.

    `digest` is what the stamp's own digest must be, when the caller knows it.
    """
    stamp = read_stamp(folder)
    if digest is not None and digest != stamp.digest:
        raise _damaged(folder, f"{STAMP_NAME} a changé")
    present = {path.name for path in folder.iterdir()} - {STAMP_NAME}
    expected = {file.name for file in stamp.files}
    for name in sorted(present ^ expected):
        raise _damaged(folder, f"{name} manque" if name in expected else f"{name} est en trop")
    for file in stamp.files:
        path = folder / file.name
        if path.stat().st_size != file.size or sha256(path) != file.sha256:
            raise _damaged(folder, f"{file.name} a changé")
    return stamp


def check_current(folder: Path, *, digest: str | None = None) -> IndexStamp:
    """`check_index`, for an index to search in: one that another version of the analysis made is no use."""
    stamp = check_index(folder, digest=digest)
    if stamp.records != RECORD_VERSION:
        raise _damaged(folder, f"une autre version du programme l'a fait ({stamp.records})")
    return stamp


def read_stamp(folder: Path) -> IndexStamp:
    """The stamp of an index, its files not looked at."""
    try:
        values = json.loads((folder / STAMP_NAME).read_bytes())
        if values["format"] != FORMAT:
            raise _damaged(folder, f"son format ({values['format']}) n'est pas le format {FORMAT}")
        files = tuple(
            FileStamp(str(name), int(file["taille"]), str(file["sha256"]))
            for name, file in sorted(values["fichiers"].items())
        )
        return IndexStamp(int(values["fiches"]), files, str(values["analyse"]))
    except FileNotFoundError:
        raise NotFoundError(
            f"L'index de recherche n'existe pas : {folder}. Lancez « guide verify --reparer » pour le construire."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder, f"{STAMP_NAME} est illisible") from error


def _damaged(folder: Path, what: str) -> DamagedError:
    return DamagedError(
        f"L'index de recherche est inutilisable : {what} ({folder}). Lancez « guide verify --reparer » pour le reconstruire."
    )


def sha256(path: Path) -> str:
    """Hexadecimal hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def index_issues(folder: Path, number: int) -> tuple[Issue, ...]:
    """What is wrong with the index of an edition on disk, as issues for `guide verify`; none when it is sound."""
    try:
        check_current(folder)
    except GuideError as error:
        return (Issue("index-abime", f"édition {number} : {error}", Location(str(folder))),)
    return ()

"""Objects: immutable bytes, named by their SHA-256. Write-once; checked whenever they are read."""

import os
from pathlib import Path

from guide_pipeline.editions.files import STAGING_PREFIX
from guide_pipeline.errors import DamagedError
from guide_pipeline.model.digest import digest


class ObjectStore:
    """A folder of objects, `ab/cdef…`. Writing is idempotent; the caller flushes (`files.sync_tree`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[str] = set()

    def path(self, name: str) -> Path:
        """Where an object lies."""
        return self.folder / name[:2] / name[2:]

    def has(self, name: str) -> bool:
        """True when the object is there."""
        return self.path(name).exists()

    def put(self, data: bytes) -> str:
        """Store bytes and return their name. A damaged object of that name is replaced."""
        name = digest(data)
        path = self.path(name)
        if not self._holds(path, data):
            if name[:2] not in self._made:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(name[:2])
            temporary = self.folder / f"{STAGING_PREFIX}{name}.{os.getpid()}"
            temporary.write_bytes(data)
            temporary.replace(path)
        return name

    @staticmethod
    def _holds(path: Path, data: bytes) -> bool:
        try:
            return path.read_bytes() == data
        except FileNotFoundError:
            return False

    def get(self, name: str) -> bytes:
        """The bytes of an object. DamagedError when it is missing or isn't what its name says."""
        try:
            data = self.path(name).read_bytes()
        except FileNotFoundError:
            raise DamagedError(
                f"L'objet {name[:12]}… manque dans {self.folder} : restaurez une sauvegarde."
            ) from None
        if digest(data) != name:
            raise DamagedError(
                f"L'objet {name[:12]}… est abîmé dans {self.folder} : restaurez une sauvegarde "
                "(« guide verify » dresse la liste complète)."
            )
        return data

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
        self._folder = str(folder)
        self._made: set[str] = set()

    def path(self, name: str) -> Path:
        """Where an object lies."""
        return self.folder / name[:2] / name[2:]

    def has(self, name: str) -> bool:
        """True when the object is there."""
        return self.path(name).exists()

    def put(self, data: bytes, name: str = "") -> str:
        """Store bytes and return their name, to be given where it is known. A damaged object of that name is replaced."""
        name = name or digest(data)
        path = f"{self._folder}/{name[:2]}/{name[2:]}"
        if not self._holds(path, data):
            if name[:2] not in self._made:
                self.path(name).parent.mkdir(parents=True, exist_ok=True)
                self._made.add(name[:2])
            temporary = f"{self._folder}/{STAGING_PREFIX}{name}.{os.getpid()}"
            with open(temporary, "wb") as file:  # noqa: PTH123 (thousands of times, as all here)
                file.write(data)
            os.replace(temporary, path)  # noqa: PTH105 (the same)
        return name

    @staticmethod
    def _holds(path: str, data: bytes) -> bool:
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (the same)
                return file.read() == data
        except FileNotFoundError:
            return False

    def get(self, name: str) -> bytes:
        """The bytes of an object. DamagedError when it is missing or isn't what its name says."""
        try:
            with open(f"{self._folder}/{name[:2]}/{name[2:]}", "rb", buffering=0) as file:  # noqa: PTH123 (the same)
                data = file.read()
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

"""What workers put aside for other workers: values in files, so that they pass through no pipe and fill no memory.

Each process writes a file of its own. The folder is a staging folder: what a crash leaves, the next command removes.
"""

import os
import pickle
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar, cast

from guide_pipeline.editions.files import remove_tree, staging_folder

_Value = TypeVar("_Value")
Ticket = tuple[int, int, int]
"""Where a value lies: the process that put it there, the first byte, how many."""


class Spool(Generic[_Value]):
    """A folder of values. What it reads, this very command has written: so pickles may be opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[str, int], BinaryIO] = {}
        self._open = ExitStack()

    def put(self, value: _Value) -> Ticket:
        """Put a value aside; the ticket may go to another process."""
        me = os.getpid()
        file = self._file("ab", me)
        data = pickle.dumps(value, 5)
        start = file.tell()
        file.write(data)
        file.flush()
        return me, start, len(data)

    def get(self, ticket: Ticket) -> _Value:
        """The value of a ticket."""
        owner, start, size = ticket
        value: _Value = pickle.loads(os.pread(self._file("rb", owner).fileno(), size, start))
        return value

    def close(self) -> None:
        """Close this process's files."""
        self._open.close()

    def _file(self, mode: str, owner: int) -> BinaryIO:
        """The file of a process, opened once."""
        if (mode, owner) not in self._files:
            file = cast(BinaryIO, (self._folder / str(owner)).open(mode))
            self._files[mode, owner] = self._open.enter_context(file)
        return self._files[mode, owner]


@contextmanager
def spool(place: Path) -> Iterator[Spool[Any]]:
    """A spool in a staging folder named after `place`, gone at the end."""
    folder = staging_folder(place)
    made: Spool[Any] = Spool(folder)
    try:
        yield made
    finally:
        made.close()
        remove_tree(folder)

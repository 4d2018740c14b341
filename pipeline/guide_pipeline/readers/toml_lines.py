"""Where headers and keys stand in a TOML text: tomllib doesn't say, so their lines are found again by their names."""

import re
from bisect import bisect_left
from collections import defaultdict

_HEADER = re.compile(r"\s*\[\[?\s*([^\]\n]+?)\s*\]")
_KEY = re.compile(r"\s*(\"[^\"\n]*\"|'[^'\n]*'|[\w-]+)\s*[=.]")


class TomlLines:
    """An index of one text, made in one pass. Lines count from 1."""

    def __init__(self, text: str) -> None:
        self._headers: defaultdict[str, list[int]] = defaultdict(list)
        self._keys: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(text.split("\n"), 1):
            if found := _HEADER.match(line):
                self._headers[_bare(found[1])].append(number)
            elif found := _KEY.match(line):
                self._keys[_bare(found[1])].append(number)

    def header(self, name: str, nth: int, default: int) -> int:
        """The line of the nth header (from 0) of that name."""
        lines = self._headers.get(name, [])
        return lines[nth] if nth < len(lines) else default

    def key(self, name: str, start: int, default: int) -> int:
        """The first line at or after `start` where that key is given a value, or a header names it."""
        for lines in (self._keys.get(name, []), self._headers.get(name, [])):
            position = bisect_left(lines, start)
            if position < len(lines):
                return lines[position]
        return default


def _bare(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))

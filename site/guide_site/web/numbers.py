"""Numbers that addresses and forms give: editions, ids, pages. None is larger than what the database can hold, and a
number of thousands of digits is none."""

from werkzeug.routing import IntegerConverter, Map

_LARGEST = 2**31 - 1
_DIGITS = len(str(_LARGEST))


def number(text: str) -> int:
    """The number that `text` is. Raises `ValueError` when it is none, or too large."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) <= _LARGEST):
        raise ValueError(f"not a number: {text[:40]!r}")
    return int(text)


class NumberInPath(IntegerConverter):
    """`<int:…>` in an address, within the same bounds: others are addresses that don't exist."""

    regex = rf"\d{{1,{_DIGITS}}}"

    def __init__(self, map: Map) -> None:  # noqa: A002 - werkzeug names it so
        super().__init__(map, max=_LARGEST)

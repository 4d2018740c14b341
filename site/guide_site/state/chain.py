"""The chain of the trail: each line's hash covers its own words and the hash of the line before.

So whoever alters, removes or slips in a line must alter every line after it, and the head; and whoever kept a
copy (an export, a syslog elsewhere) sees that. Lines are numbered from 1 in each month.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256

GENESIS = "0" * 64
"""What stands before the first line of all."""


def month_of(at: datetime) -> str:
    """'2026-04', in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m")


def link(before: str, month: str, number: int, at: datetime, who: str, what: str, detail: str) -> str:
    """The hash of a line. Its form is for ever: the hashes of all stored lines were made with it."""
    parts = [before, month, number, at.astimezone(UTC).isoformat(timespec="microseconds"), who, what, detail]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()

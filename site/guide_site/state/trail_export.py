"""The trail for other programs: JSON lines, and syslog (RFC 5424) with the same JSON as its message."""

import json
from datetime import UTC, datetime

from guide_site.state.values import TrailEntry

_AUDIT_NOTICE = 13 * 8 + 5
"""Facility 'log audit', severity 'notice'."""


def json_line(entry: TrailEntry) -> str:
    """One line, without its end. Text is ASCII only: nothing in it can be taken for a line break or an order."""
    return json.dumps(
        {
            "id": entry.id,
            "date": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "qui": entry.who,
            "quoi": entry.what,
            "detail": entry.detail,
            "mois": entry.month,
            "numero": entry.number,
            "empreinte": entry.hash,
        }
    )


def parsed_line(text: str) -> TrailEntry:
    """The line that `json_line` wrote. Raises `ValueError` on anything else."""
    try:
        row = json.loads(text)
        at = datetime.fromisoformat(row["date"])
        who, what, detail, month = (str(row[key]) for key in ("qui", "quoi", "detail", "mois"))
        return TrailEntry(
            int(row["id"]), at, who, what, detail, month, int(row["numero"]), str(row["empreinte"])
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not a line of the trail") from error


def syslog_line(entry: TrailEntry, host: str) -> str:
    """One message, without its end."""
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    name = "".join(c for c in host if "!" <= c <= "~")[:255] or "-"
    return f"<{_AUDIT_NOTICE}>1 {at} {name} guide - journal - {json_line(entry)}"

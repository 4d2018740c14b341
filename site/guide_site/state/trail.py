"""The trail: who did what and when, a chain of lines that are only ever added (see `chain`).

Months older than the legal keep are dropped whole: `trail_drop` keeps the hash of their last line, from which the
chain goes on.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from guide_pipeline.errors import Issue, Location
from guide_site.state.chain import GENESIS, link, month_of
from guide_site.state.tables import TRAIL, TRAIL_DROP, TRAIL_HEAD
from guide_site.state.values import TrailEntry

_FORGING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Classes of characters that could break a line or turn the order of its letters around."""
_T = TRAIL.c
_COLUMNS = (_T.id, _T.at, _T.who, _T.what, _T.detail, _T.month, _T.number, _T.hash)
_BY_PIECES = 1000


def insert_trail(
    conn: Connection, at: datetime, who: str, what: str, detail: str, keep: int = 0
) -> tuple[tuple[str, int], ...]:
    """One more line, after the one that is the last now: others who add one wait for this transaction.

    The first line of a month drops what is older than `keep` months (0: nothing); returns what was dropped.
    """
    h = TRAIL_HEAD.c
    month, number, before = conn.execute(select(h.month, h.number, h.hash).with_for_update()).one()
    here = max(month, month_of(at))
    number = number + 1 if here == month else 1
    who, what, detail = _one_line(who, 80), _one_line(what, 80), _one_line(detail, 2000)
    mark = link(before, here, number, at, who, what, detail)
    values = {"at": at, "who": who, "what": what, "detail": detail}
    conn.execute(insert(TRAIL).values(month=here, number=number, hash=mark, **values))
    conn.execute(update(TRAIL_HEAD).values(month=here, number=number, hash=mark))
    return drop_months(conn, at, keep) if keep and number == 1 else ()


def find_trail(
    conn: Connection, limit: int, before: int | None = None, holding: str = ""
) -> tuple[TrailEntry, ...]:
    """The last `limit` lines (older than the line `before`; with the words `holding`), newest first."""
    query = select(*_COLUMNS).order_by(_T.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_T.id < before)
    for word in holding.split():
        line = _T.who + " " + _T.what + " " + _T.detail
        query = query.where(func.lower(line).contains(word.lower(), autoescape=True))
    return tuple(TrailEntry(*row) for row in conn.execute(query))


def all_trail(conn: Connection, after: int = 0) -> Iterator[TrailEntry]:
    """Every line younger than the line `after`, oldest first, a few at a time in memory."""
    query = select(*_COLUMNS).where(_T.id > after).order_by(_T.id)
    for row in conn.execute(query.execution_options(yield_per=_BY_PIECES)):
        yield TrailEntry(*row)


def trail_issues(conn: Connection) -> tuple[int, tuple[Issue, ...]]:
    """How many lines were read, and every place where the trail isn't what was written."""
    before, last_dropped = _start(conn)
    issues: list[Issue] = []
    month, number, count = "", 0, 0
    for line in all_trail(conn):
        count += 1
        expected = number + 1 if line.month == month else 1
        if line.number != expected or line.month < max(month, last_dropped):
            issues.append(_issue("ligne-absente", line, f"la ligne {expected} du mois était attendue ici"))
        right = link(before, line.month, line.number, line.at, line.who, line.what, line.detail)
        if line.hash != right:
            issues.append(_issue("ligne-alteree", line, "cette ligne, ou celle d'avant, a été altérée"))
        month, number, before = line.month, line.number, line.hash
    head = conn.execute(select(TRAIL_HEAD.c.month, TRAIL_HEAD.c.number, TRAIL_HEAD.c.hash)).first()
    if (
        head is None
        or (count and tuple(head) != (month, number, before))
        or (not count and head[2] != before)
    ):
        text = "La fin du journal manque : sa dernière ligne n'est pas celle qui a été écrite en dernier."
        issues.append(Issue("fin-coupee", text, Location(f"journal {month}".strip(), number)))
    return count, tuple(issues)


def missing_since(conn: Connection, copy: Iterable[TrailEntry]) -> Iterator[Issue]:
    """The lines of an older copy that aren't there any more as they were: a trail rewritten whole, chain and all."""
    _, last_dropped = _start(conn)
    for line in copy:
        query = select(_T.hash).where(_T.month == line.month, _T.number == line.number)
        if line.month > last_dropped and conn.execute(query).scalar() != line.hash:
            yield _issue(
                "copie-differente", line, "cette ligne de la copie n'est plus la même dans le journal"
            )


def drop_months(conn: Connection, now: datetime, keep: int) -> tuple[tuple[str, int], ...]:
    """Drop the whole months older than `keep` months before this one; returns each with its number of lines."""
    oldest = _months_before(month_of(now), keep)
    old = select(_T.month, func.count(), func.max(_T.number)).where(_T.month < oldest)
    dropped = []
    for month, lines, last in conn.execute(old.group_by(_T.month).order_by(_T.month)).all():
        end = select(_T.hash).where(_T.month == month, _T.number == last)
        values = {"month": month, "lines": lines, "last_hash": conn.execute(end).scalar_one(), "at": now}
        conn.execute(insert(TRAIL_DROP).values(**values))
        conn.execute(delete(TRAIL).where(_T.month == month))
        dropped.append((month, lines))
    return tuple(dropped)


def _start(conn: Connection) -> tuple[str, str]:
    """The hash before the first line kept, and the last month dropped."""
    d = TRAIL_DROP.c
    row = conn.execute(select(d.last_hash, d.month).order_by(d.month.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (GENESIS, "")


def _issue(code: str, line: TrailEntry, what: str) -> Issue:
    message = f"{line.at:%d/%m/%Y %H:%M} UTC, « {line.who or '(personne)'} : {line.what} » : {what}."
    return Issue(code, message, Location(f"journal {line.month}", line.number))


def _months_before(month: str, count: int) -> str:
    year, number = int(month[:4]), int(month[5:])
    total = year * 12 + number - 1 - count
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def _one_line(text: str, longest: int) -> str:
    """`text` cut to `longest`, each character that could forge a line written as its code."""
    return "".join(_escape(c) if unicodedata.category(c) in _FORGING else c for c in text[:longest])[:longest]


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"

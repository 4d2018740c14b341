"""What the page of a batch shows of its review: the part asked for, sheet after sheet, a page at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from guide_pipeline.report.french import capital, plural
from guide_pipeline.review.items import CLASS_NAMES, Item
from guide_pipeline.review.votes import Fate, Verdict
from guide_site.review import Board
from guide_site.state import Decision

PAGE = 100
"""Items on a page, to the end of the last one's sheet."""
_TOLD = 10
LEFT, ALL = "reste", "tout"
SHOWN: Mapping[str, tuple[str, tuple[Fate, ...]]] = {
    LEFT: ("reste à décider", (Fate.OPEN, Fate.QUESTION, Fate.SECOND, Fate.SPLIT)),
    "question": ("questions", (Fate.QUESTION,)),
    "refuse": ("refusés", (Fate.REFUSED,)),
    "approuve": ("approuvés", (Fate.APPROVED,)),
    ALL: ("tout", tuple(Fate)),
}
"""Filters by fate: name, and the fates that each shows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What someone asked to see."""

    shown: str
    kind: str = ""
    """A class, '' for all."""
    number: int = 1
    """Of the page, from 1."""

    def query(self, **other: str | int) -> str:
        """The query of an address that asks for it, with something else instead."""
        values = {"voir": self.shown, "classe": self.kind, "page": self.number, **other}
        return urlencode({name: value for name, value in values.items() if value and value != 1})


@dataclass(frozen=True, slots=True)
class Part:
    """The items of one sheet, or the tables."""

    sheet: str
    title: str
    items: tuple[Item, ...]
    left: int
    """How many of the sheet's items, shown or not, are still to be decided."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One page."""

    wanted: Wanted
    parts: tuple[Part, ...]
    count: int
    """Items that the filter shows, on all pages."""
    pages: int


def asked(values: Mapping[str, str], board: Board) -> Wanted:
    """What a query asks for; what makes no sense in it counts for nothing."""
    first = LEFT if board.open and board.left else ALL
    shown, kind, number = values.get("voir", ""), values.get("classe", ""), values.get("page", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 1
    return Wanted(shown if shown in SHOWN else first, kind if kind in CLASS_NAMES else "", max(page, 1))


def page_of(board: Board, wanted: Wanted) -> ReviewPage:
    """The page asked for, the last one when it asks for more."""
    items = _matching(board, wanted)
    pages = list(_pages(items)) or [()]
    number = min(wanted.number, len(pages))
    left: dict[str, int] = {}
    for item in board.items:
        left[item.sheet] = left.get(item.sheet, 0) + (not board.fates[item.id].settled)
    parts = tuple(
        Part(sheet, own[0].title if sheet else "Barèmes, chapitres, sigles et synonymes", own, left[sheet])
        for sheet, found in groupby(pages[number - 1], key=lambda item: item.sheet)
        if (own := tuple(found))
    )
    return ReviewPage(Wanted(wanted.shown, wanted.kind, number), parts, len(items), len(pages))


def next_place(board: Board, wanted: Wanted, after: Iterable[str]) -> tuple[Wanted, str]:
    """Where to go on once the items `after` are decided: the page, and the next item on it ('' for none)."""
    done = set(after)
    order = [item.id for item in board.items]
    last = max((rank for rank, key in enumerate(order) if key in done), default=-1)
    following = set(order[last + 1 :])
    items = _matching(board, wanted)
    for number, page in enumerate(_pages(items), 1):
        for item in page:
            if item.id in following:
                return Wanted(wanted.shown, wanted.kind, number), item.id
    return Wanted(wanted.shown, wanted.kind, 1), items[0].id if items else ""


def told(decision: Decision, board: Board) -> str:
    """'Classe typographie approuvée…': what a decision was on, for people."""
    kind, _, name = decision.scope.partition(":")
    count = plural(len(decision.items), "changement", "changements")
    item = board.by_id.get(name)
    match kind:
        case "classe" if name in CLASS_NAMES:
            on = f"{capital(CLASS_NAMES[name][1])} ({count})"
        case "fiche":
            title = next((i.title for i in board.items if i.sheet == name), name)
            on = f"Fiche « {title} » ({count})"
        case "groupe":
            on = f"Même remplacement ({count})"
        case "changement" | "bloc" if item is not None:
            more = f" ({count} du même bloc)" if len(decision.items) > 1 else ""
            on = f"{item.title}, {CLASS_NAMES[item.kind][0]}{more}"
        case _:
            on = f"Tout ce qui restait ({count})" if decision.items else "Lot entier"
    return f"{on} : {decision.verdict.label}"


def others(board: Board, since: int, by: str) -> list[Decision]:
    """What other people decided since a decision that the page shows, the last ones."""
    found = [d for d in board.decisions if d.id > since and d.by != by and d.verdict is not Verdict.COMMENT]
    return found[-_TOLD:]


def groups_of(board: Board) -> Mapping[str, tuple[str, int]]:
    """The group of each item that is in one, and how many of the group are left to decide."""
    found: dict[str, tuple[str, int]] = {}
    for group, members in board.reviewed.groups.items():
        left = sum(not board.fates[key].settled for key in members)
        found.update(dict.fromkeys(members, (group, left)))
    return found


def _matching(board: Board, wanted: Wanted) -> list[Item]:
    fates = SHOWN[wanted.shown][1]
    return [
        item
        for item in board.items
        if board.fates[item.id] in fates and (not wanted.kind or item.kind == wanted.kind)
    ]


def _pages(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    page: list[Item] = []
    for _, found in groupby(items, key=lambda item: item.sheet):
        page.extend(found)
        if len(page) >= PAGE:
            yield tuple(page)
            page = []
    if page:
        yield tuple(page)

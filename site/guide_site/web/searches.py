"""Open search indexes, by edition. Whatever is wrong with one, the rest of the site goes on."""

import logging
import time
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from guide_pipeline.editions.manifest import Manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import GuideError
from guide_pipeline.markup.values import date_text, value_text
from guide_search.figures import Figure, Figures
from guide_search.search import SearchIndex, open_index
from guide_search.stamp import STAMP_NAME
from guide_search.suggestions import Suggestion, SuggestionKind, Suggestions

MOST_OPEN = 4
"""The edition served and a few older ones."""
LOOK_EVERY = 2.0
"""Seconds between two looks at which edition is served."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EditionSearch:
    """All that search needs of an edition."""

    index: SearchIndex
    figures: Figures
    suggestions: Suggestions
    events: Mapping[str, str]
    """What the edition did to the sheets that it added or changed, by id: 'ajout', 'modification'…"""


@dataclass(frozen=True, slots=True)
class _Opened:
    """The search of an edition, or why it can't be used, as long as its stamp is the same file."""

    stamp: tuple[int, int]
    search: EditionSearch | None
    trouble: str


class Searches:
    """The indexes of one working guide, opened when first asked for. Threads may share it."""

    def __init__(self, root: Path) -> None:
        self._store = EditionStore(root)
        self._opened: OrderedDict[int, _Opened] = OrderedDict()
        self._lock, self._opening = Lock(), Lock()

    def edition(self, number: int) -> EditionSearch | None:
        """The search of an edition; None when it is missing or damaged. Opened again when it has been rebuilt."""
        return self._current(number).search

    def trouble(self, number: int) -> str:
        """Why an edition can't be searched, for an administrator; '' when it can."""
        return self._current(number).trouble

    def index(self, number: int) -> SearchIndex | None:
        """The index alone."""
        found = self.edition(number)
        return None if found is None else found.index

    def keep_ready(self, seconds: float = LOOK_EVERY) -> None:
        """Have the search of the edition served open before anybody asks: now, and soon after each publication."""
        Thread(target=_keep_ready, args=(weakref.ref(self), seconds), daemon=True).start()

    def open_current(self) -> None:
        """Open the search of the edition served, unless it is."""
        if (number := self._store.current()) is not None:
            self._current(number)

    def _current(self, number: int) -> _Opened:
        stamp = self._stamp(number)
        if (known := self._known(number, stamp)) is not None:
            return known
        # One at a time; who searches in what is open doesn't wait.
        with self._opening:
            if (known := self._known(number, stamp)) is None:
                known = self._open(number, stamp)
                with self._lock:
                    self._opened[number] = known
                    while len(self._opened) > MOST_OPEN:
                        self._opened.popitem(
                            last=False
                        )  # another thread may use it: it closes when let go of
        return known

    def _known(self, number: int, stamp: tuple[int, int]) -> _Opened | None:
        with self._lock:
            known = self._opened.get(number)
            if known is None or known.stamp != stamp:
                return None
            self._opened.move_to_end(number)
            return known

    def _stamp(self, number: int) -> tuple[int, int]:
        try:
            status = (self._store.paths.index(number) / STAMP_NAME).stat()
        except FileNotFoundError:
            return (0, 0)
        return (status.st_ino, status.st_mtime_ns)

    def _open(self, number: int, stamp: tuple[int, int]) -> _Opened:
        try:
            index = open_index(self._store.paths.index(number))
            manifest = self._store.manifest(number)
            figures = Figures(_figures(self._store, manifest))
            entries = (*index.suggestions(), *map(_suggested, figures.all))
            events = _events(self._store, manifest)
            return _Opened(stamp, EditionSearch(index, figures, Suggestions(entries), events), "")
        except (GuideError, OSError) as error:
            _LOG.error("édition %s : recherche indisponible : %s", number, error)
            return _Opened(stamp, None, str(error))


def _keep_ready(known: "weakref.ref[Searches]", seconds: float) -> None:
    while (searches := known()) is not None:
        try:
            searches.open_current()
        except (GuideError, OSError) as error:
            _LOG.warning("édition servie illisible : %s", error)
        del searches
        time.sleep(seconds)


def _events(store: EditionStore, manifest: Manifest) -> Mapping[str, str]:
    """What an edition did to sheets; nothing for the base corpus, all of which is new."""
    if manifest.number == 0:
        return {}
    history = store.history(manifest).items()
    return {sheet: e.kind for sheet, events in history for e in events if e.edition == manifest.number}


def _figures(store: EditionStore, manifest: Manifest) -> Iterator[Figure]:
    for rate in store.guide(manifest).rates.values():
        if value := rate.at(manifest.date):
            amount = value_text(value.value, rate.unit) + (f" par {rate.period}" if rate.period else "")
            since = date_text(value.since)
            yield Figure(rate.id, rate.label, amount, since, value.reference, value.url, rate.rank)


def _suggested(figure: Figure) -> Suggestion:
    weight = 0.5 if figure.rank else -2.0
    return Suggestion(SuggestionKind.FIGURE, figure.label, figure.amount, figure.id, weight)

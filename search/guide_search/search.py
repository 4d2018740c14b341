"""Searching an edition: from what an agent typed to sheets, each with its best section and a passage."""

import ctypes
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np

from guide_search.answers import Answers, ShownSection
from guide_search.loaded import LoadedIndex
from guide_search.matrix import Floats, Ints, best_first
from guide_search.names_file import read_names
from guide_search.passages import Pieces, Wanted, marked_title, passages_of
from guide_search.query import Expansion, Names, Understood, is_question, understand
from guide_search.ranking import Features, Ranker, Scores
from guide_search.stamp import check_current
from guide_search.suggestions import Suggestion, guide_entries

LEAST_COVERAGE, LEAST_OF_QUESTION = 0.3, 0.1
"""A sheet that speaks of less of the query is no answer. A question says in many words what its answer says in few."""
COMMON_SHARE = 0.2
"""An acronym that reads like a word of more sheets than that (CAS, ARE) is left alone."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sheet that answers."""

    sheet_id: str
    title: str
    title_pieces: Pieces
    chapter: str
    """Slug."""
    score: float
    anchor: str
    """Of its best section; '' is the top of the sheet."""
    section_title: str
    """'' at the top of the sheet."""
    passage: Pieces


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a query."""

    query: str
    """As typed."""
    hits: tuple[Hit, ...]
    """The best first; equally good ones by sheet id."""
    total: int
    """How many sheets answer, in the chapter asked for."""
    chapters: tuple[tuple[str, int], ...]
    """(slug, how many sheets answer there), most first; whatever the chapter asked for."""
    expansions: tuple[Expansion, ...] = ()
    suggestion: str = ""
    """'Vouliez-vous dire': the query in the guide's own words, when it has words that the guide doesn't know. The
    results are already those of its words too."""


class SearchIndex:
    """The index of an edition, open. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Use `open_index`, which checks the folder first."""
        self._index = LoadedIndex(folder)
        self._ranker = Ranker(self._index)
        self._answers = Answers(self._index)
        self._vocabulary = _Vocabulary(self._index, self._ranker)
        self._known_names = read_names(folder)
        self._names = Names(
            self._known_names, self._is_common, self._ranker.first.is_known, self._index.title.have_together
        )
        slugs, codes = np.unique(np.array(self._index.chapters, dtype=object), return_inverse=True)
        self._slugs: list[str] = slugs.tolist()
        self._chapter = codes.astype(np.int32)

    @property
    def size(self) -> int:
        """How many sheets it knows."""
        return self._index.size

    @property
    def sheets(self) -> list[str]:
        """Ids of all sheets it knows, in order."""
        return self._index.sheets

    def close(self) -> None:
        """Let go of the files."""
        self._index.close()

    def search(
        self,
        text: str,
        *,
        chapter: str | None = None,
        among: Collection[str] | None = None,
        plain: bool = False,
        limit: int = 10,
        offset: int = 0,
    ) -> SearchResults:
        """The sheets that answer a query, `limit` of them from the `offset`-th. Any text is a query; none fails.

        `among` are the only sheets (ids) to look at. `plain`: what is typed only, nothing spelled out nor corrected.
        """
        query = understand(text, self._names, self._vocabulary, plain=plain)
        scores, found = self._found(query, text)
        if among is not None:
            found = found[[self._index.sheets[number] in among for number in found.tolist()]]
        chapters = self._by_chapter(found)
        if chapter is not None:
            found = found[[self._index.chapters[number] == chapter for number in found.tolist()]]
        # Documents are in order of sheet id: of equal scores, the first id comes first.
        last = max(0, offset) + max(0, limit)
        shown = found[best_first(scores.documents[found], last)][max(0, offset) :]
        wanted = Wanted(query.terms(), query.phrases(), self._index.text.numbers)
        hits = self._hits(shown.tolist(), scores, wanted)
        return SearchResults(text, hits, len(found), chapters, query.expansions, query.suggestion)

    def ranked(self, text: str, limit: int) -> list[str]:
        """The sheet ids of what `search` finds, without passages."""
        scores, found = self._found(understand(text, self._names, self._vocabulary), text)
        best = found[best_first(scores.documents[found], limit)]
        return [self._index.sheets[number] for number in best.tolist()]

    def suggestions(self) -> Iterable[Suggestion]:
        """What may be suggested while typing: sheets, sections, acronyms, renamed benefits."""
        cited = np.bincount(self._index.links.targets, minlength=self.size)
        outlines = map(self._index.outline, range(self.size))
        return guide_entries(self.sheets, outlines, self._known_names, cited)

    def features(self, text: str) -> Features[Floats]:
        """What the scores of a query are made of, by document: for who fits the weights."""
        return self._ranker.features(understand(text, self._names, self._vocabulary).notions, text)

    def _found(self, query: Understood, text: str) -> tuple[Scores, Ints]:
        """The scores of all sheets, and which of them answer."""
        asked = is_question(text)
        scores = self._ranker.scores(query.notions, text, asked=asked)
        enough = scores.coverage >= (LEAST_OF_QUESTION if asked else LEAST_COVERAGE)
        return scores, np.flatnonzero((scores.documents > 0) & enough).astype(np.int32)

    def _hits(self, numbers: Sequence[int], scores: Scores, wanted: Wanted) -> tuple[Hit, ...]:
        sections = [self._answers.best_section(number, scores.sections) for number in numbers]
        passages = passages_of([section.text for section in sections], wanted)
        return tuple(
            map(self._hit, numbers, sections, passages, scores.documents[numbers].tolist(), repeat(wanted))
        )

    def _hit(self, number: int, section: ShownSection, passage: Pieces, score: float, wanted: Wanted) -> Hit:
        title, spans = self._answers.title(number)
        return Hit(
            sheet_id=self._index.sheets[number],
            title=title,
            title_pieces=marked_title(title, spans, wanted),
            chapter=self._index.chapters[number],
            score=score,
            anchor=section.anchor,
            section_title=section.title,
            passage=passage,
        )

    def _by_chapter(self, found: Ints) -> tuple[tuple[str, int], ...]:
        counts = np.bincount(self._chapter[found], minlength=len(self._slugs)).tolist()
        named = ((slug, count) for slug, count in zip(self._slugs, counts) if count)
        return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))

    def _is_common(self, term: str) -> bool:
        return self._index.text.frequency(term) > COMMON_SHARE * self._index.size


class _Vocabulary:
    """The words of the index."""

    def __init__(self, index: LoadedIndex, ranker: Ranker) -> None:
        self._index, self._ranker = index, ranker

    def is_known(self, term: str) -> bool:
        return self._ranker.first.is_known(term)

    def are_together(self, first: str, second: str) -> bool:
        return self._ranker.first.together(first, second)

    def near(self, word: str) -> tuple[str, ...]:
        return self._index.spelling.near(word)


def open_index(folder: Path, *, digest: str | None = None) -> SearchIndex:
    """Open the index of an edition, once every file is known to be what was written.

    With `digest` (`IndexStamp.digest`, kept elsewhere) the stamp itself is checked too. `NotFoundError`: there is no
    index; `DamagedError`: it isn't what it was.
    """
    check_current(folder, digest=digest)
    opened = SearchIndex(folder)
    _give_back_memory()
    return opened


def _give_back_memory() -> None:
    """Opening takes three times the memory that the open index needs; the C library keeps it unless it is asked."""
    with suppress(OSError, AttributeError):  # another C library than GNU's
        ctypes.CDLL(None).malloc_trim(0)

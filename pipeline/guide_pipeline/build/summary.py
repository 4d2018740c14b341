"""What making an edition took, for who tells it. Light: most commands make nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What building a tree of pages took."""

    written: int
    reused: int


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What building an index took."""

    changed: int


@dataclass(frozen=True, slots=True)
class EditionSummary:
    """What building an edition took."""

    site: SiteSummary | None
    index: IndexSummary | None
    """None: it was there already."""

"""What changes besides sheets: chapters, acronyms, synonyms, rates."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from guide_pipeline.model.guide import Acronym, Chapter, Rate, RateValue, Synonym

Part = TypeVar("Part", Chapter, Acronym, Synonym)
"""A chapter, an acronym or a synonym."""


@dataclass(frozen=True, slots=True)
class PartChange(Generic[Part]):
    """A chapter, an acronym or a synonym: as it was, None when it is new, and as it is, None when it is gone."""

    old: Part | None
    new: Part | None


@dataclass(frozen=True, slots=True)
class RateChange:
    """A rate that is new, gone or defined otherwise, or whose value in force is not the same."""

    old: Rate | None
    new: Rate | None
    before: RateValue | None
    after: RateValue | None
    """In force on the day of the old guide, and on that of the new one."""
    sheets: tuple[str, ...]
    """Ids of the sheets that cite it, in the guide's order: those of the new guide, or of the old for a rate gone."""

    @property
    def rate(self) -> Rate:
        """The rate as it is, or as it was when it is gone."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def in_force_changes(self) -> bool:
        """True when readers see another value, not only another source or a value to come."""
        values = [value and value.value for value in (self.before, self.after)]
        return values[0] != values[1]


def part_id(kind: str, key: str) -> str:
    """The id of such a change in reports and reviews: also that of its place on a page, so it has no space."""
    return f"{kind}-{'_'.join(key.split())}"

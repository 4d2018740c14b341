"""What an import did, in figures."""

from dataclasses import dataclass

from guide_pipeline.errors import Issue


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """Figures of an import, as corpus or as batch."""

    sheets: int
    """Sheets of the release that have a chapter."""
    left_out: int
    """Sheets of the release that no rule of the map takes."""
    by_chapter: tuple[tuple[str, int], ...]
    """(slug, number of sheets), in order of chapters."""
    acronyms: int
    outside_links: int
    """Links that lead to the official site, their target not being in the guide."""
    issues: tuple[Issue, ...]
    """What the reader doesn't know: kept as text, and said."""
    added: int = 0
    replaced: int = 0
    removed: int = 0
    moved: int = 0
    renamed: int = 0

    @property
    def operations(self) -> int:
        """Operations of the batch; 0 for a corpus."""
        return self.added + self.replaced + self.removed + self.moved + self.renamed

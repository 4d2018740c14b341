"""Where a working guide keeps things: one place that knows the names."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GuidePaths:
    """The folders and files of a working guide, from its root."""

    root: Path

    @property
    def sources(self) -> Path:
        """The base corpus."""
        return self.root / "sources"

    @property
    def updates(self) -> Path:
        """The inbox of batches."""
        return self.root / "updates"

    @property
    def var(self) -> Path:
        """Everything that the program writes."""
        return self.root / "var"

    @property
    def objects(self) -> Path:
        """Objects by hash."""
        return self.var / "objects"

    @property
    def editions(self) -> Path:
        """Manifests."""
        return self.var / "editions"

    @property
    def records(self) -> Path:
        """Records of decisions."""
        return self.var / "decisions"

    @property
    def batches(self) -> Path:
        """Batches ingested and not yet published."""
        return self.var / "lots"

    @property
    def current(self) -> Path:
        """The file that says which edition is served."""
        return self.var / "courante"

    @property
    def lock(self) -> Path:
        """The lock of commands that write."""
        return self.var / "verrou"

    @property
    def state(self) -> Path:
        """The SQLite database of what people create."""
        return self.var / "etat.sqlite"

    @property
    def written(self) -> tuple[Path, ...]:
        """The folders in which commands write files or put folders in place."""
        var = self.var
        within = (
            self.objects,
            self.editions,
            self.batches,
            self.records,
            var / "cache",
            var / "sites",
            var / "index",
            var / "reports",
        )
        return (var, *within)

    def manifest(self, number: int) -> Path:
        """The manifest of an edition."""
        return self.editions / f"{number:04d}.json"

    def record(self, number: int) -> Path:
        """The record of the decisions that made an edition."""
        return self.records / f"{number:04d}.json"

    def site(self, number: int) -> Path:
        """The pages of an edition."""
        return self.var / "sites" / f"{number:04d}"

    def index(self, number: int) -> Path:
        """The search index of an edition."""
        return self.var / "index" / f"{number:04d}"

    def report(self, batch: str) -> Path:
        """The change report of a batch."""
        return self.var / "reports" / batch

    def batch(self, number: str) -> Path:
        """A batch ingested: the proposed edition, its pages and index."""
        return self.batches / number

    def retained(self, number: str) -> Path:
        """The same without what was refused, once it has been made."""
        return self.batch(number) / "retenu"

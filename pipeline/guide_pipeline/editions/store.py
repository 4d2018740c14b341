"""Editions on disk: read one, commit the next, switch the one that is served.

An edition exists when its manifest does. The manifest is written last, so what a crash leaves behind is never
taken for an edition, and the next command simply goes on.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.editions.files import (
    disk_errors,
    locked,
    remove_remains,
    sync_folder,
    write_atomic,
)
from guide_pipeline.editions.manifest import Manifest, dump_manifest, identity, load_manifest
from guide_pipeline.editions.objects import ObjectStore
from guide_pipeline.editions.outlines import Outline, outline, stamp_of
from guide_pipeline.editions.paths import GuidePaths
from guide_pipeline.errors import DamagedError, NotFoundError, RefusedError
from guide_pipeline.model.guide import Guide, Synonym

if TYPE_CHECKING:
    from guide_pipeline.editions.codec import SheetEvent
    from guide_pipeline.model.facts import SheetFacts
    from guide_pipeline.model.sheet import Sheet


class EditionStore:
    """The editions of one working guide. Publishing one, or listing them, loads nothing that reads sheets."""

    def __init__(self, root: Path) -> None:
        self.paths = GuidePaths(root)
        self.objects = ObjectStore(self.paths.objects)
        self._last: tuple[str, Sheet] | None = None

    def numbers(self) -> tuple[int, ...]:
        """Numbers of the editions, oldest first."""
        return tuple(sorted(int(path.stem) for path in self.paths.editions.glob("[0-9]*.json")))

    def manifest(self, number: int) -> Manifest:
        """The manifest of an edition; NotFoundError when there is none."""
        path = self.paths.manifest(number)
        try:
            return load_manifest(path.read_bytes(), path.name)
        except FileNotFoundError:
            known = self.numbers()
            which = (
                f"les éditions vont de {known[0]} à {known[-1]}"
                if known
                else "il n'y a encore aucune édition"
            )
            raise NotFoundError(f"L'édition {number} n'existe pas : {which}.") from None

    def latest(self) -> Manifest | None:
        """The last edition made, or None."""
        numbers = self.numbers()
        return self.manifest(numbers[-1]) if numbers else None

    def needed_latest(self) -> Manifest:
        """The last edition made; NotFoundError, with the way out, when there is none."""
        latest = self.latest()
        if latest is None:
            raise NotFoundError("Il n'y a encore aucune édition : lancez d'abord « guide build ».")
        return latest

    def manifests(self) -> tuple[Manifest, ...]:
        """All manifests, oldest first."""
        return tuple(self.manifest(number) for number in self.numbers())

    def outlines(self) -> tuple[Outline, ...]:
        """What lists say of all editions, oldest first: each manifest is read once, however often it is asked."""
        paths = (self.paths.manifest(number) for number in self.numbers())
        return tuple(outline(path, stamp_of(path)) for path in paths)

    def of_batch(self, batch: str) -> Manifest | None:
        """The edition that a batch made, or None."""
        made = next((o.number for o in reversed(self.outlines()) if o.batch == batch), None)
        return None if made is None else self.manifest(made)

    def guide(self, manifest: Manifest, facts: "Mapping[str, SheetFacts] | None" = None) -> Guide:
        """The guide as an edition has it. Sheets are read, and checked against their hash, on demand.

        `facts` are those of its sheets, in its order, when they are known: they needn't be read.
        """
        from guide_pipeline.editions.codec import load_acronyms, load_facts, load_rates  # heavy

        get = self.objects.get
        return Guide(
            title=manifest.title,
            date=manifest.date,
            chapters=manifest.chapters,
            facts=load_facts(get(manifest.facts)) if facts is None else facts,
            rates=load_rates(get(manifest.rates)),
            acronyms=load_acronyms(get(manifest.acronyms)),
            load=lambda sheet_id: self.sheet(manifest.sheets[sheet_id]),
            synonyms=self.synonyms(manifest),
            notice=manifest.notice,
        )

    def synonyms(self, manifest: Manifest) -> dict[str, Synonym]:
        """The synonyms of an edition; none in one that was made before there were any."""
        from guide_pipeline.editions.codec import load_synonyms  # heavy

        return load_synonyms(self.objects.get(manifest.synonyms)) if manifest.synonyms else {}

    def sheet(self, name: str) -> "Sheet":
        """The sheet in an object, the last one remembered. DamagedError when the object isn't one."""
        from guide_pipeline.model.canonical_reader import read_canonical  # heavy

        if self._last and self._last[0] == name:
            return self._last[1]
        try:
            sheet = read_canonical(self.objects.get(name))
        except ValueError as error:
            raise DamagedError(
                f"L'objet {name[:12]}… n'est pas une fiche que cette version sait lire ({error})."
            ) from error
        self._last = name, sheet
        return sheet

    def history(self, manifest: Manifest) -> "dict[str, tuple[SheetEvent, ...]]":
        """What happened to each sheet up to an edition."""
        from guide_pipeline.editions.codec import load_history  # heavy

        return load_history(self.objects.get(manifest.history))

    def current(self) -> int | None:
        """The number of the edition served, None before the first."""
        try:
            text = self.paths.current.read_text("ascii").strip()
            return int(text)
        except FileNotFoundError:
            return None
        except ValueError:
            raise DamagedError(
                f"{self.paths.current} est abîmé : « guide rollback N » désigne de nouveau l'édition à servir."
            ) from None

    def commit(self, manifest: Manifest) -> None:
        """Make a manifest an edition. Its objects, pages and index are flushed already."""
        latest = self.latest()
        expected = (latest.number + 1, identity(latest)) if latest else (0, "")
        if (manifest.number, manifest.parent) != expected:
            raise RefusedError("Une autre édition a paru entre-temps : ingérez de nouveau ce lot.")
        self._write(manifest)

    def replace_base(self, manifest: Manifest) -> None:
        """Make another manifest edition 0, which no other follows. All it names is flushed already."""
        if self.numbers() != (0,):
            raise RefusedError("Des éditions suivent l'édition 0 : elle ne change plus.")
        self._write(manifest)

    def _write(self, manifest: Manifest) -> None:
        self.paths.editions.mkdir(parents=True, exist_ok=True)
        sync_folder(self.paths.var)
        write_atomic(self.paths.manifest(manifest.number), dump_manifest(manifest))

    @contextmanager
    def writing(self, failure: str) -> Iterator[None]:
        """Hold the lock of the guide, remains of interrupted commands removed; `failure` begins disk errors."""
        with disk_errors(failure), locked(self.paths.lock):
            for folder in self.paths.written:
                remove_remains(folder)
            yield

    def switch(self, number: int) -> None:
        """Serve an edition from now on. One atomic replacement of one small file."""
        write_atomic(self.paths.current, f"{number}\n".encode("ascii"))

"""Verification: every object, manifest, page and index file is what its hash says, and editions form a chain."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from guide_pipeline.editions.manifest import PARTS, Manifest, identity
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.editions.tree import load_tree
from guide_pipeline.errors import DamagedError, GuideError, Issue, Location, sorted_issues
from guide_pipeline.progress import SILENT, Reporter

_MEND = "« guide verify --reparer » les refait"


def verify(store: EditionStore, reporter: Reporter = SILENT) -> tuple[int, tuple[Issue, ...]]:
    """The number of things checked, and an issue for each that is missing or altered."""
    issues: list[Issue] = []
    manifests = list(_manifests(store, issues))
    names = {
        name: m.number for m in manifests for name in (*m.sheets.values(), *(getattr(m, p) for p in PARTS))
    }
    reporter.step(f"Vérification de {len(names)} objets")
    for done, (name, number) in enumerate(names.items(), 1):
        try:
            store.objects.get(name)
        except DamagedError as error:
            issues.append(Issue("objet-abime", str(error), Location(f"édition {number}")))
        reporter.progress(done, len(names))
    pages = 0
    for manifest in manifests:
        reporter.step(f"Vérification des pages de l'édition {manifest.number}")
        for checked, found in _tree_issues(store.paths.site(manifest.number), identity(manifest)):
            pages += checked
            issues.extend(found)
    issues.extend(_current_issues(store, manifests))
    return len(manifests) + len(names) + pages, sorted_issues(issues)


def _manifests(store: EditionStore, issues: list[Issue]) -> Iterator[Manifest]:
    parent = ""
    for position, number in enumerate(store.numbers()):
        where = Location(f"édition {number}")
        if number != position:
            issues.append(Issue("edition-absente", f"L'édition {position} manque.", where))
        try:
            manifest = store.manifest(number)
        except GuideError as error:
            issues.append(Issue("edition-abimee", str(error), where))
            continue
        if manifest.parent != parent:
            issues.append(
                Issue("chaine-rompue", "Cette édition ne suit pas la précédente, qui a été altérée.", where)
            )
        parent = identity(manifest)
        yield manifest


def _tree_issues(folder: Path, manifest: str) -> Iterator[tuple[int, list[Issue]]]:
    where = Location(folder.name and f"pages de l'édition {int(folder.name)}")
    tree = load_tree(folder)
    if tree is None:
        yield 0, [Issue("pages-absentes", f"Ses pages manquent : {_MEND}.", where)]
        return
    if tree.manifest != manifest:
        yield (
            0,
            [Issue("pages-d-ailleurs", f"Ses pages sont d'un autre état : {_MEND}.", where)],
        )
    altered = altered_pages(folder)
    yield (
        len(tree.pages),
        [
            Issue("page-alteree", f"La page {name} {'manque' if lost else 'a été altérée'} : {_MEND}.", where)
            for name, lost in altered.items()
        ],
    )


def altered_pages(folder: Path) -> dict[str, bool]:
    """The pages of a tree whose bytes are not those that were written, by path: True when the file is gone."""
    tree = load_tree(folder)
    altered: dict[str, bool] = {}
    for name, (_, expected) in tree.pages.items() if tree else ():
        try:
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                altered[name] = False
        except OSError:
            altered[name] = True
    return altered


def _current_issues(store: EditionStore, manifests: list[Manifest]) -> Iterator[Issue]:
    current = store.current()
    if current is not None and current not in {m.number for m in manifests}:
        yield Issue(
            "edition-absente",
            f"L'édition servie ({current}) n'existe pas.",
            Location(store.paths.current.name),
        )

"""The pages of a base are those that its objects give: cores made on the way change nothing, whatever was guessed."""

from pathlib import Path

import pytest

from guide_pipeline.build.base import build
from guide_pipeline.build.edition import ensure_built
from guide_pipeline.build.spool import Spool, spool
from guide_pipeline.editions.files import remove_tree
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.canonical import serialise
from guide_pipeline.readers.config import read_config
from guide_pipeline.readers.corpus import read_corpus, titles_at_a_glance
from guide_site.render import sheet_core
from tests.guides import SHEETS, write_guide

_LINKS = """\
<fiche id="liens" chapitre="famille" maj="2025-09-01">
<titre>Liens</titre>
<contenu><p>Voir <lien fiche="loyer"/>, <lien fiche="mariage"/> et le <lien fiche="allocation">montant</lien>.</p></contenu>
<voir-aussi><renvoi fiche="mariage"/><renvoi fiche="loyer"/></voir-aussi>
</fiche>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A guide with a sheet in canonical form, others that aren't, and one that shows the titles of all."""
    root = write_guide(tmp_path / "guide", {**SHEETS, "01-famille/liens.xml": _LINKS})
    guide = read_corpus(root, read_config(root)).guide
    (root / "sources/02-logement/loyer.xml").write_bytes(serialise(guide.load("loyer")))
    return root


def _pages(root: Path) -> dict[str, bytes]:
    folder = root / "var/sites/0000/fiches"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_glance_finds_the_titles_of_files_in_canonical_form(root: Path) -> None:
    assert titles_at_a_glance(root) == {"loyer": "Loyer impayé"}


def test_pages_are_those_that_objects_give(root: Path) -> None:
    store = EditionStore(root)
    build(store, read_config(root))
    first = _pages(root)
    assert b">Mariage</a>" in first["liens.html"]
    remove_tree(root / "var/sites/0000")
    ensure_built(store, store.manifest(0))
    assert _pages(root) == first


def test_a_title_that_was_guessed_wrong_is_not_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "guide_pipeline.build.cores.titles_at_a_glance", lambda root: {"loyer": "Faux", "mariage": "Faux"}
    )
    build(EditionStore(root), read_config(root))
    assert not [name for name, page in _pages(root).items() if b"Faux" in page]


def test_sheets_are_not_read_again_for_their_pages(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    core = sheet_core.sheet_core
    monkeypatch.setattr(
        "guide_site.render.sheet_page.sheet_core",
        lambda sheet, *rest: made.append(sheet.id) or core(sheet, *rest),
    )
    build(EditionStore(root), read_config(root))
    assert set(made) == {"allocation", "liens", "loyer"}, (
        "only those that link to a title which a glance didn't find"
    )


def test_nothing_is_left_aside(root: Path) -> None:
    build(EditionStore(root), read_config(root))
    assert not list((root / "var").glob(".en-cours-*"))


def test_a_spool_gives_back_what_was_put_aside(tmp_path: Path) -> None:
    aside: Spool[tuple[str, int]]
    with spool(tmp_path / "mis-de-cote") as aside:
        tickets = [aside.put((word, number)) for number, word in enumerate(("un", "deux" * 10_000, "trois"))]
        assert [aside.get(ticket) for ticket in reversed(tickets)] == [
            ("trois", 2),
            ("deux" * 10_000, 1),
            ("un", 0),
        ]
    assert list(tmp_path.iterdir()) == []

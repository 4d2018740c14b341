"""Notes follow their section through real editions: nothing changes, text changes, moves, leaves, goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guide_pipeline.build.base import build
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError
from guide_pipeline.ingest import ingest
from guide_pipeline.publish import Approval, publish
from guide_pipeline.readers.config import read_config
from guide_site.personal.following import Lost, bind, choices, follow
from tests.guides import write_batch, write_guide

RENT = "Prévenir le bailleur par lettre recommandée, puis demander l'aide du fonds de solidarité pour le logement."
PROOF = "Garder chaque quittance et chaque courrier pendant trois ans au moins après la fin du bail."


def sheet(ident: str, body: str, title: str = "Loyer impayé") -> str:
    return (
        f'<fiche id="{ident}" chapitre="logement" maj="2026-01-01"><titre>{title}</titre>'
        f"<resume>Que faire.</resume><contenu>{body}</contenu></fiche>\n"
    )


def section(anchor: str, title: str, text: str, inside: str = "") -> str:
    return f'<section id="{anchor}"><titre>{title}</titre><p>{text}</p>{inside}</section>'


FIRST = section("agir", "Agir", RENT) + section("preuves", "Preuves", PROOF)
REPLACE = '[[operations]]\ntype = "remplacement"\nfichier = "fiches/loyer.xml"\n'
ADD = '[[operations]]\ntype = "ajout"\nfichier = "fiches/{0}.xml"\n'

Publish = Callable[..., EditionStore]


@pytest.fixture
def editions(tmp_path: Path) -> Publish:
    """Edition 0 with the sheet 'loyer', then one edition a call."""
    root = write_guide(tmp_path / "guide", {"02-logement/loyer.xml": sheet("loyer", FIRST)})
    store = EditionStore(root)
    build(store, read_config(root))

    def then(operations: str, files: dict[str, str]) -> EditionStore:
        number = len(store.numbers())
        batch = write_batch(
            root,
            f"2026-{number:02d}",
            f"2026-{number - 1:02d}" if number > 1 else "",
            operations,
            {f"fiches/{name}.xml": text for name, text in files.items()},
            f"2026-{number:02d}-01",
        )
        proposal = ingest(store, batch).ingested.proposal
        publish(store, batch.name, Approval("ada", proposal))
        return store

    return then


def where(store: EditionStore, anchor: str, edition: int, of: int = 0) -> tuple[object, ...]:
    binding, _ = bind(store, of, "loyer", anchor)
    at = follow(store, binding, edition)
    return at.sheet, at.anchor, at.moved, at.changed, at.lost


def test_nothing_happens_to_a_section_while_another_changes(editions: Publish) -> None:
    store = editions(REPLACE, {"loyer": sheet("loyer", FIRST.replace("trois ans", "cinq ans"))})
    assert where(store, "agir", 1) == ("loyer", "agir", False, False, Lost.NOTHING)
    assert where(store, "preuves", 1) == ("loyer", "preuves", False, True, Lost.NOTHING)
    assert where(store, "", 1) == ("loyer", "", False, True, Lost.NOTHING)


def test_a_section_that_moves_inside_its_sheet_is_followed(editions: Publish) -> None:
    moved = section("preuves", "Preuves", PROOF, section("agir", "Agir", RENT))
    store = editions(REPLACE, {"loyer": sheet("loyer", moved)})
    assert where(store, "agir", 1) == ("loyer", "agir", True, False, Lost.NOTHING)


def test_a_section_with_another_anchor_is_followed(editions: Publish) -> None:
    renamed = section("demarches", "Démarches", RENT) + section("preuves", "Preuves", PROOF)
    store = editions(REPLACE, {"loyer": sheet("loyer", renamed)})
    sheet_id, anchor, _, changed, lost = where(store, "agir", 1)
    assert (sheet_id, anchor, changed, lost) == ("loyer", "demarches", True, Lost.NOTHING)


def test_a_section_that_leaves_for_another_sheet_is_followed(editions: Publish) -> None:
    store = editions(
        REPLACE + ADD.format("bail"),
        {
            "loyer": sheet("loyer", section("agir", "Agir", RENT)),
            "bail": sheet("bail", section("garder", "Preuves", PROOF), "Bail"),
        },
    )
    assert where(store, "preuves", 1) == ("bail", "garder", True, False, Lost.NOTHING)
    store = editions(
        '[[operations]]\ntype = "remplacement"\nfichier = "fiches/bail.xml"\n',
        {"bail": sheet("bail", section("garder", "Preuves", PROOF.replace("trois", "cinq")), "Bail")},
    )
    assert where(store, "preuves", 2) == ("bail", "garder", True, True, Lost.NOTHING)
    assert where(store, "preuves", 0, of=0) == ("loyer", "preuves", False, False, Lost.NOTHING)


def test_a_section_that_leaves_and_changes_keeps_its_anchor(editions: Publish) -> None:
    store = editions(
        REPLACE + ADD.format("bail"),
        {
            "loyer": sheet("loyer", section("agir", "Agir", RENT)),
            "bail": sheet(
                "bail", section("preuves", "Preuves", PROOF.replace("trois ans", "cinq ans")), "Bail"
            ),
        },
    )
    assert where(store, "preuves", 1) == ("bail", "preuves", True, True, Lost.NOTHING)


def test_a_section_that_is_gone_leaves_the_note_on_its_sheet(editions: Publish) -> None:
    store = editions(REPLACE, {"loyer": sheet("loyer", section("agir", "Agir", RENT))})
    assert where(store, "preuves", 1) == ("loyer", "", False, True, Lost.SECTION)


@pytest.mark.parametrize("successor", [True, False])
def test_a_sheet_that_is_gone_leads_where_its_readers_are_led(editions: Publish, successor: bool) -> None:
    remove = '[[operations]]\ntype = "suppression"\nfiche = "loyer"\n'
    if successor:
        remove += 'remplacee-par = "bail"\n' + ADD.format("bail")
    other = (
        {"bail": sheet("bail", section("autre", "Autre", "Tout autre chose."), "Bail")} if successor else {}
    )
    store = editions(remove, other)
    expected = ("bail" if successor else "", "", True, True, Lost.SHEET)
    assert where(store, "preuves", 1)[0:2] == expected[:2]
    assert where(store, "preuves", 1)[4] is Lost.SHEET
    assert where(store, "", 1)[4] is Lost.SHEET


def test_a_return_to_an_older_edition_is_followed_too(editions: Publish) -> None:
    moved = section("preuves", "Preuves", PROOF, section("agir", "Agir", RENT))
    store = editions(REPLACE, {"loyer": sheet("loyer", moved)})
    assert where(store, "agir", 0, of=1) == ("loyer", "agir", True, False, Lost.NOTHING)


def test_what_is_not_there_can_not_be_noted(editions: Publish) -> None:
    store = editions(REPLACE, {"loyer": sheet("loyer", section("agir", "Agir", RENT))})
    with pytest.raises(NotFoundError, match="preuves"):
        bind(store, 1, "loyer", "preuves")
    with pytest.raises(NotFoundError, match="inconnue"):
        bind(store, 1, "inconnue", "")
    assert [choice.title for choice in choices(store, 0, "loyer")] == ["Agir", "Preuves"]

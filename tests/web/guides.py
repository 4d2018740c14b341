"""A small working guide on disk, as the web application finds one: editions, trees, a switch."""

from datetime import date
from pathlib import Path

from guide_pipeline.editions.manifest import Manifest, dump_manifest
from guide_pipeline.editions.store import EditionStore
from guide_pipeline.model.guide import Chapter
from guide_search.index_folder import write_index
from guide_search.records import SearchDocument, SectionText, analyse

CHAPTERS = (Chapter(1, "couple", "Couple"), Chapter(2, "logement", "Logement & loyer"))
PLACE = '<!--#include virtual="{}cadre.html" -->'


def page(title: str, text: str, up: str = "") -> str:
    """A page of a tree, with the place of its frame."""
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{PLACE.format(up)}<main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )


def write_tree(root: Path, number: int) -> None:
    """The pages of an edition, and its manifest."""
    store = EditionStore(root)
    tree = store.paths.site(number)
    for folder in ("fiches", "assets"):
        (tree / folder).mkdir(parents=True)
    (tree / "index.html").write_text(page("Accueil", f"contenu {number}"), "utf-8")
    (tree / "fiches" / "pacs.html").write_text(page("Pacs", f"Le pacs, état {number}.", "../"), "utf-8")
    (tree / "assets" / "guide.css").write_text("body{}", "utf-8")
    (tree / "cadre.html").write_text(f"<header>Édition {number}</header>", "utf-8")
    (tree / "cadre-ancienne.html").write_text(f"<header>Ancienne édition {number}</header>", "utf-8")
    manifest = Manifest(
        number=number,
        label=f"Édition {number}",
        date=date(2026, 1, 1 + number),
        title="Guide d'essai",
        batch=f"2026-{number:02d}" if number else "",
        batch_digest=f"{number:064x}",
        parent="",
        chapters=CHAPTERS,
        sheets={},
        facts="",
        rates="",
        acronyms="",
        history="",
        news="",
    )
    store.paths.editions.mkdir(exist_ok=True)
    store.paths.manifest(number).write_bytes(dump_manifest(manifest))


def write_search_index(root: Path, number: int) -> None:
    """The index of an edition: the sheet on the Pacs, and thirty on housing."""
    pacs = SearchDocument(
        sheet_id="pacs",
        title="Pacs",
        chapter="couple",
        summary="Un contrat entre deux personnes.",
        sections=(
            SectionText("dissolution", "Dissolution <b>", f"Le notaire dissout le pacs, état {number}."),
        ),
    )
    housing = [
        SearchDocument(f"loyer-{n:02d}", f"Loyer {n}", "logement", summary="Le bail et le notaire.")
        for n in range(30)
    ]
    write_index(EditionStore(root).paths.index(number), map(analyse, (pacs, *housing)))


def hand_made_guide(root: Path) -> Path:
    """Three editions, 0 to 2; 1 is served, 2 was withdrawn and has no index. A secret lies outside the trees."""
    for number in range(3):
        write_tree(root, number)
    for number in range(2):
        write_search_index(root, number)
    EditionStore(root).switch(1)
    (root / "var" / "secret.txt").write_text("SECRET", "utf-8")
    return root

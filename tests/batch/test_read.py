"""A batch is read whole, and every problem of every file is told at once."""

import shutil
from pathlib import Path

import pytest

from guide_pipeline.batch.model import (
    AddSheet,
    MoveSheet,
    RemoveSheet,
    RenameChapter,
    RenameSheet,
    ReplaceSheet,
)
from guide_pipeline.batch.read import read_batch
from guide_pipeline.build.parallel import spread
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import facts_of
from guide_pipeline.readers.sheet_file import read_sheet_file
from tests.guides import first_batch, new_sheet, write_batch, write_guide


def codes(path: Path) -> list[tuple[str, str, int]]:
    _, issues = read_batch(path)
    return [(issue.code, issue.location.file, issue.location.line) for issue in issues]


def test_every_operation(tmp_path: Path) -> None:
    operations = """\
[[operations]]
type = "ajout"
fichier = "fiches/a.xml"
[[operations]]
type = "remplacement"
fichier = "fiches/b.xml"
[[operations]]
type = "suppression"
fiche = "c"
remplacee-par = "a"
[[operations]]
type = "deplacement"
fiche = "d"
chapitre = "logement"
[[operations]]
type = "renommage"
fiche = "e"
titre = "E"
[[operations]]
type = "renommage-chapitre"
chapitre = "logement"
titre = "Se loger"
"""
    files = {"fiches/a.xml": new_sheet("a", "A", "x"), "fiches/b.xml": new_sheet("b", "B", "x")}
    batch, issues = read_batch(write_batch(tmp_path, "2026-01", "", operations, files))
    assert issues == ()
    assert batch is not None
    kinds = (AddSheet, ReplaceSheet, RemoveSheet, MoveSheet, RenameSheet, RenameChapter)
    assert tuple(type(operation) for operation in batch.operations) == kinds


def test_a_folder_and_a_zip_of_it_are_the_same_batch(tmp_path: Path) -> None:
    folder = first_batch(write_guide(tmp_path))
    archive = shutil.make_archive(str(tmp_path / "lot"), "zip", folder.parent, folder.name)
    from_folder, from_zip = read_batch(folder)[0], read_batch(Path(archive))[0]
    assert from_folder is not None and from_zip is not None
    assert (from_folder.digest, from_folder.operations) == (from_zip.digest, from_zip.operations)


def test_what_is_delivered_is_read_again_as_it_was(tmp_path: Path) -> None:
    """Sheets in canonical form, in another one, and in Markdown, few or so many that workers read them."""
    markdown = '+++\nid = "m"\ntitre = "M"\nchapitre = "famille"\nmaj = 2026-01-01\n+++\nUn texte.\n'
    texts = {f"s{n}": new_sheet(f"s{n}", f"Titre {n}", f"Texte <fort>{n}</fort>.") for n in range(230)}
    sheets = {key: read_sheet_file(f"{key}.xml", text.encode())[0] for key, text in texts.items()}
    files = {f"fiches/{key}.xml": texts[key] for key in sheets if key < "s2"}
    files |= {f"fiches/{key}.xml": serialise(s).decode() for key, s in sheets.items() if s and key >= "s2"}
    files |= {"fiches/m.md": markdown}
    operations = "".join(f'[[operations]]\ntype = "ajout"\nfichier = "{name}"\n' for name in files)
    folder = write_batch(tmp_path, "2026-01", "", operations, files)
    here, spread_out = read_batch(folder), read_batch(folder, each=spread)
    assert here == spread_out
    batch, issues = here
    assert batch is not None and issues == ()
    read = {op.target: op.sheet for op in batch.operations if isinstance(op, AddSheet)}
    assert {key: sheet.load() for key, sheet in read.items() if key != "m"} == sheets
    for sheet in read.values():
        assert sheet.facts == facts_of(sheet.load(), digest(serialise(sheet.load())))


def test_all_problems_come_together(tmp_path: Path) -> None:
    operations = """\
[[operations]]
type = "ajout"
fichier = "fiches/absente.xml"
[[operations]]
type = "ajoute"
[[operations]]
type = "ajout"
fichier = "fiches/a.xml"
titer = "faute"
"""
    files = {
        "fiches/a.xml": "<fiche>",
        "fiches/b.xml": new_sheet("b", "B", "x"),
        "baremes.toml": "[x]\nlibelle = 1\n",
    }
    found = codes(write_batch(tmp_path, "2026-01", "", operations, files))
    assert {code for code, _, _ in found} >= {
        "fichier-absent", "operation-inconnue", "cle-inconnue", "xml-mal-forme", "fichier-inutilise", "bareme-vide",
    }  # fmt: skip
    assert ("fichier-absent", "lot.toml", 8) in found
    assert ("fichier-inutilise", "fiches/b.xml", 0) in found


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ('libelle = "x"\ndate = 2026-01-01\nsuit = ""\n', "cle-manquante"),
        ('numero = "../x"\nlibelle = "x"\ndate = 2026-01-01\n', "identifiant"),
        ('numero = "1"\nlibelle = "x"\ndate = "2026-01-01"\n', "valeur-interdite"),
        ("numero = \n", "toml-mal-forme"),
        ("\xff", "encodage"),
    ],
)
def test_a_bad_head(tmp_path: Path, head: str, code: str) -> None:
    (tmp_path / "lot.toml").write_bytes(head.encode("latin-1"))
    assert code in [found for found, _, _ in codes(tmp_path)]


def test_nothing_is_said_to_be_missing_from_a_lot_toml_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "lot.toml").write_text('numero = "1\n')
    (tmp_path / "a.xml").write_text("<fiche/>")
    assert [code for code, _, _ in codes(tmp_path)] == ["toml-mal-forme"]


def test_no_lot_toml(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<fiche/>")
    assert [code for code, _, _ in codes(tmp_path)] == ["lot-absent"]

"""The zip of a release is read in place: hostile names, links and bombs are refused, other files ignored."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from guide_pipeline.errors import ContentError, UsageError
from guide_pipeline.readers.limits import Limits
from guide_pipeline.readers.service_public import read_release
from tests.readers.service_public.source import publication

SHEET = publication("F1", "<Texte><Paragraphe>Bonjour.</Paragraphe></Texte>")


def release_zip(path: Path, *entries: tuple[str | zipfile.ZipInfo, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def codes(error: pytest.ExceptionInfo[ContentError]) -> list[str]:
    return [issue.code for issue in error.value.issues]


def test_files_of_another_kind_are_ignored(tmp_path: Path) -> None:
    path = release_zip(tmp_path / "r.zip", ("F1.xml", SHEET), ("menu.xml", "<a/>"), ("I1.jpg", "x"))
    with read_release(path) as release:
        assert list(release.entries) == ["F1"]


def test_a_folder_inside_the_zip_is_no_matter(tmp_path: Path) -> None:
    with read_release(release_zip(tmp_path / "r.zip", ("vosdroits/F1.xml", SHEET))) as release:
        assert list(release.entries) == ["F1"]


@pytest.mark.parametrize("name", ["../F1.xml", "/F1.xml", "C:/F1.xml", "a/../F1.xml"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = release_zip(tmp_path / "r.zip", ("F2.xml", SHEET), (name, SHEET))
    with pytest.raises(ContentError) as error:
        read_release(path)
    assert codes(error) == ["nom-interdit"]


def test_a_backslash_is_refused(tmp_path: Path) -> None:
    path = release_zip(tmp_path / "r.zip", ("F2.xml", SHEET), ("dossierXF1.xml", SHEET))
    path.write_bytes(path.read_bytes().replace(b"dossierXF1.xml", b"dossier\\F1.xml"))
    with pytest.raises(ContentError) as error:
        read_release(path)
    assert codes(error) == ["nom-interdit"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("F1.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ContentError) as error:
        read_release(release_zip(tmp_path / "r.zip", ("F2.xml", SHEET), (entry, "/etc/passwd")))
    assert codes(error) == ["nom-interdit"]


def test_two_files_of_one_id_are_refused(tmp_path: Path) -> None:
    path = release_zip(tmp_path / "r.zip", ("F1.xml", SHEET), ("a/F1.xml", SHEET))
    with pytest.raises(ContentError) as error:
        read_release(path)
    assert codes(error) == ["nom-repete"]


def test_bytes_are_counted_whatever_the_zip_says(tmp_path: Path) -> None:
    path = release_zip(tmp_path / "r.zip", ("F1.xml", SHEET + " " * 100_000))
    with pytest.raises(ContentError) as error:
        read_release(path, limits=Limits(file_bytes=10_000))
    assert codes(error) == ["trop-gros"]


def test_all_files_together_have_a_limit(tmp_path: Path) -> None:
    entries = [(f"F{n}.xml", publication(f"F{n}", "")) for n in range(1, 6)]
    path = release_zip(tmp_path / "r.zip", *entries)
    with pytest.raises(ContentError):
        read_release(path, limits=Limits(archive_bytes=len(entries[0][1]) * 3))


def test_reading_twice_counts_once(tmp_path: Path) -> None:
    size = len(SHEET.encode())
    with read_release(
        release_zip(tmp_path / "r.zip", ("F1.xml", SHEET)), limits=Limits(archive_bytes=size)
    ) as release:
        assert release.entries["F1"].theme == "N100"


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    path = release_zip(tmp_path / "r.zip", *((f"F{n}.xml", SHEET) for n in range(1, 5)))
    with pytest.raises(ContentError) as error:
        read_release(path, limits=Limits(archive_files=3))
    assert codes(error) == ["trop-de-fichiers"]


def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = release_zip(tmp_path / "r.zip", ("F1.xml", SHEET + os.urandom(4000).hex()))
    data = bytearray(path.read_bytes())
    data[200:240] = bytes(40)
    path.write_bytes(bytes(data))
    with pytest.raises(ContentError) as error:
        read_release(path)
    assert codes(error) == ["zip-illisible"]
    assert error.value.issues[0].location.file == "F1.xml"


def test_what_is_no_zip_or_no_release_is_a_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "texte.zip").write_text("pas un zip")
    for path in (
        tmp_path / "absent.zip",
        tmp_path / "texte.zip",
        release_zip(tmp_path / "r.zip", ("a.txt", "a")),
    ):
        with pytest.raises(UsageError):
            read_release(path)


def test_a_doctype_is_refused_and_the_other_sheets_come_in(tmp_path: Path) -> None:
    hostile = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Publication ID="F2">&e;</Publication>'
    with read_release(release_zip(tmp_path / "r.zip", ("F1.xml", SHEET), ("F2.xml", hostile))) as release:
        assert list(release.entries) == ["F1"]
        assert [(issue.code, issue.location.file) for issue in release.issues] == [("doctype", "F2.xml")]


def test_a_file_that_holds_another_id_is_refused(tmp_path: Path) -> None:
    path = release_zip(tmp_path / "r.zip", ("F1.xml", SHEET), ("F2.xml", publication("F3", "")))
    with read_release(path) as release:
        assert list(release.entries) == ["F1"]
        assert [issue.code for issue in release.issues] == ["id-different"]

"""What a folder or a zip may hold: names that could mislead are refused, bytes are counted while they are read."""

import stat
import zipfile
from pathlib import Path

import pytest

from guide_pipeline.batch.files import digest_of, read_files
from guide_pipeline.errors import Issue, NotFoundError
from guide_pipeline.readers.limits import Limits

LOT = b'numero = "1"\n'


def zip_of(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


def codes(issues: list[Issue]) -> list[str]:
    return [issue.code for issue in issues]


def test_a_folder_and_its_zip_are_one_batch(tmp_path: Path) -> None:
    folder = tmp_path / "2026-04"
    (folder / "fiches").mkdir(parents=True)
    (folder / "lot.toml").write_bytes(LOT)
    (folder / "fiches" / "a.xml").write_bytes(b"<fiche/>")
    flat = zip_of(tmp_path / "flat.zip", {"lot.toml": LOT, "fiches/": b"", "fiches/a.xml": b"<fiche/>"})
    rooted = zip_of(tmp_path / "rooted.zip", {"2026-04/lot.toml": LOT, "2026-04/fiches/a.xml": b"<fiche/>"})
    issues: list[Issue] = []
    digests = {digest_of(read_files(path, issues)) for path in (folder, flat, rooted)}
    assert len(digests) == 1
    assert issues == []


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../lot.toml",
        "fiches/../../x.xml",
        "fiches\\a.xml",
        "C:/x.xml",
        "fiches//a.xml",
        "./a.xml",
        "a\x07.xml",
    ],
)
def test_a_name_that_leaves_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    issues: list[Issue] = []
    read_files(zip_of(tmp_path / "lot.zip", {"lot.toml": LOT, name: b"x"}), issues)
    assert codes(issues) == ["nom-interdit"]


@pytest.mark.parametrize(
    "pair",
    [
        ("a.xml", "A.xml"),
        ("caf\u00e9.xml", "cafe\u0301.xml"),
        ("stra\u00dfe.xml", "STRASSE.xml"),
        ("\ufb01.xml", "fi.xml"),
    ],
)
def test_names_that_some_disk_would_take_for_one_are_refused(tmp_path: Path, pair: tuple[str, str]) -> None:
    issues: list[Issue] = []
    read_files(zip_of(tmp_path / "lot.zip", {"lot.toml": LOT, pair[0]: b"1", pair[1]: b"2"}), issues)
    assert codes(issues) == ["nom-repete"]


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lot.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("lot.toml", LOT)
        archive.writestr("lot.toml", b"numero = '2'\n")
    issues: list[Issue] = []
    read_files(path, issues)
    assert codes(issues) == ["nom-repete"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lot.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lot.toml", LOT)
        link = zipfile.ZipInfo("fiches/a.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    issues: list[Issue] = []
    found = read_files(path, issues)
    assert codes(issues) == ["nom-interdit"]
    assert "fiches/a.xml" not in found


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lot.toml").write_bytes(LOT)
    (tmp_path / "a.xml").symlink_to("/etc/passwd")
    issues: list[Issue] = []
    assert "a.xml" not in read_files(tmp_path, issues)
    assert codes(issues) == ["lien-interdit"]


def test_bytes_are_counted_not_believed(tmp_path: Path) -> None:
    """A small archive that unpacks to much more than it may is stopped at the limit."""
    issues: list[Issue] = []
    path = zip_of(tmp_path / "lot.zip", {"lot.toml": LOT, "gros.xml": b"a" * 200_000})
    assert path.stat().st_size < 2_000
    found = read_files(path, issues, Limits(file_bytes=100_000))
    assert codes(issues) == ["trop-gros"]
    assert "gros.xml" not in found


def test_all_files_together_are_counted(tmp_path: Path) -> None:
    issues: list[Issue] = []
    files = {f"{n}.xml": b"a" * 60_000 for n in range(4)}
    read_files(
        zip_of(tmp_path / "lot.zip", {"lot.toml": LOT, **files}), issues, Limits(archive_bytes=150_000)
    )
    assert codes(issues) == ["trop-gros"]


def test_too_many_files(tmp_path: Path) -> None:
    issues: list[Issue] = []
    files = {f"{n}.xml": b"" for n in range(20)}
    read_files(zip_of(tmp_path / "lot.zip", files), issues, Limits(archive_files=10))
    assert codes(issues) == ["trop-de-fichiers"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rest", b"not a zip at all"])
def test_a_broken_archive_says_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "lot.zip"
    path.write_bytes(data)
    issues: list[Issue] = []
    assert read_files(path, issues) == {}
    assert codes(issues) == ["zip-illisible"]


def test_an_archive_cut_short_says_so(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "lot.zip", {"lot.toml": LOT, "a.xml": bytes(range(256)) * 50})
    data = bytearray(path.read_bytes())
    data[60:90] = b"\xff" * 30
    path.write_bytes(data)
    issues: list[Issue] = []
    read_files(path, issues)
    assert codes(issues) == ["zip-illisible"]


def test_no_such_batch(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="n'existe pas"):
        read_files(tmp_path / "rien", [])

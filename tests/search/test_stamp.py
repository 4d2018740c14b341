"""Only an index that is what was written is opened; the same sheets make the same bytes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guide_pipeline.errors import DamagedError, GuideError, NotFoundError
from guide_search.index_folder import write_index
from guide_search.records import analyse
from guide_search.search import open_index
from guide_search.stamp import IndexStamp, check_index, index_issues, read_stamp
from tests.search.corpus import ACRONYMS, DOCUMENTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_index(tmp_path / "0000", map(analyse, DOCUMENTS), acronyms=ACRONYMS)
    return tmp_path / "0000"


def change_segment(folder: Path) -> None:
    path = next(folder.glob("*.seg"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_segment(folder: Path) -> None:
    path = next(folder.glob("*.seg"))
    path.write_bytes(path.read_bytes()[:-1])


def remove_segment(folder: Path) -> None:
    next(folder.glob("*.seg")).unlink()


def plant_contents(folder: Path) -> None:
    """A later table of contents, which Whoosh would unpickle."""
    (folder / "_MAIN_2.toc").write_bytes((folder / "_MAIN_1.toc").read_bytes())


def change_acronyms(folder: Path) -> None:
    (folder / "noms.json").write_text("[]\n", "utf-8")


def break_stamp(folder: Path) -> None:
    (folder / "index.json").write_text("{", "utf-8")


def empty_stamp(folder: Path) -> None:
    (folder / "index.json").write_text("[]", "utf-8")


def other_format(folder: Path) -> None:
    values = json.loads((folder / "index.json").read_bytes())
    (folder / "index.json").write_text(json.dumps(values | {"format": 99}), "utf-8")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (change_segment, "a changé"),
        (cut_segment, "a changé"),
        (remove_segment, "manque"),
        (plant_contents, "est en trop"),
        (change_acronyms, "a changé"),
        (break_stamp, "est illisible"),
        (empty_stamp, "est illisible"),
        (other_format, "format"),
    ],
)
def test_a_changed_index_is_not_opened(folder: Path, harm: Callable[[Path], None], said: str) -> None:
    assert index_issues(folder, 3) == ()
    harm(folder)
    with pytest.raises(DamagedError, match=said) as caught:
        open_index(folder)
    assert "Lancez « guide" in str(caught.value)
    (issue,) = index_issues(folder, 3)
    assert issue.code == "index-abime" and "édition 3" in issue.message
    with pytest.raises(GuideError):
        write_index(folder.parent / "0001", (), base=folder)


def test_a_missing_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="n'existe pas"):
        open_index(tmp_path / "0007")


def test_the_digest_stands_for_all(folder: Path) -> None:
    stamp = read_stamp(folder)
    open_index(folder, digest=stamp.digest).close()
    other = IndexStamp(stamp.documents, stamp.files[1:], stamp.records)
    assert other.digest != stamp.digest
    with pytest.raises(DamagedError):
        open_index(folder, digest=other.digest)


def test_same_sheets_same_bytes(folder: Path, tmp_path: Path) -> None:
    """In another process, with other hashes of strings, the sheets given in another order."""
    code = (
        "import sys; from pathlib import Path; from guide_search.index_folder import write_index;"
        "from guide_search.records import analyse; from tests.search.corpus import ACRONYMS, DOCUMENTS;"
        "write_index(Path(sys.argv[1]), map(analyse, reversed(DOCUMENTS)), acronyms=ACRONYMS);"
        "write_index(Path(sys.argv[2]), [], base=Path(sys.argv[1]), removed=['rsa', 'apl'], acronyms=ACRONYMS)"
    )
    environment = dict(os.environ, PYTHONHASHSEED="7", PYTHONPATH=os.pathsep.join(sys.path))
    target = tmp_path / "there"
    target.mkdir()
    command = [sys.executable, "-c", code, str(target / "0"), str(target / "1")]
    subprocess.run(command, check=True, env=environment)
    write_index(tmp_path / "1", [], base=folder, removed=["apl", "rsa"], acronyms=ACRONYMS)
    assert check_index(target / "0") == check_index(folder)
    assert check_index(target / "1") == check_index(tmp_path / "1")

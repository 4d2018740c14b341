"""What the system says reaches people in French."""

import errno
from pathlib import Path

import pytest

from guide_pipeline.editions.files import disk_errors
from guide_pipeline.errors import GuideError, reason_of


def test_a_full_disk_is_said_in_french() -> None:
    wanted = r"Le guide attend : le disque est plein \(/un/fichier\)"
    with pytest.raises(GuideError, match=wanted), disk_errors("Le guide attend"):
        raise OSError(errno.ENOSPC, "No space left on device", "/un/fichier")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        (tmp_path / "absent").read_bytes()
    assert reason_of(raised.value) == "il n'existe pas"


def test_a_rare_reason_keeps_the_words_of_the_system() -> None:
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert reason_of(OSError("sans numéro")) == "sans numéro"

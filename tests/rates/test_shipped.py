"""The rates that ship, base and six batches, against the OpenFisca-France that the set-up installs."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from guide_pipeline.cli.main import main
from guide_pipeline.readers.corpus_files import RATES_NAME
from tests.conftest import REPOSITORY

try:
    distribution("openfisca-france")
except PackageNotFoundError:
    pytest.skip("openfisca-france n'est pas installé", allow_module_level=True)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A guide with our chapters, rates and batches, and no edition."""
    for name in ("guide.toml", f"sources/{RATES_NAME}", "updates"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(REPOSITORY / name)
    return tmp_path


def test_nothing_is_to_correct(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["-C", str(shipped), "rates", "check", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert [row for row in rows["constats"] if row["nature"] != "autre-date"] == []
    assert (code, rows["compares"] >= 150) == (0, True)

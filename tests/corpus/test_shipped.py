"""The corpus that ships and its six batches: sound in all seven states, spelling included."""

import json

import pytest

from guide_pipeline.cli.main import main
from tests.conftest import REPOSITORY


def test_all_seven_states_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["-C", str(REPOSITORY), "check", "--lots", "--lecture", "--json"])
    rows = json.loads(capsys.readouterr().out)
    errors = [f"{p['location']}: {p['message']}" for p in rows["problemes"] if p["severity"] == "erreur"]
    assert (code, errors) == (0, [])
    assert len(rows["lecture"]) == rows["fiches"]

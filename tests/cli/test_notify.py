"""guide notify: a preview and a rehearsal that send nothing, and the settings of the mail server."""

import json
from pathlib import Path

import pytest

from guide_pipeline.cli.main import FINE, ISSUES, USAGE, main
from guide_pipeline.readers.config import read_config
from guide_site.state import Preferences, Role, default_url, open_state

MAIL = '\n[courriel]\nserveur = "smtp.exemple.fr"\nexpediteur = "guide@exemple.fr"\nsite = "https://guide.exemple.fr"\n'


@pytest.fixture
def published(guide_root: Path) -> Path:
    """Edition 0 is served; Marie asked for the digest."""
    config = guide_root / "guide.toml"
    config.write_text(config.read_text("utf-8") + MAIL, "utf-8")
    assert main(["-C", str(guide_root), "build"]) == FINE
    state = open_state(default_url(guide_root))
    state.create_schema()
    marie = state.add_user("marie", None, Role.AGENT, email="marie@exemple.fr")
    state.set_preferences(marie.id, Preferences(digest=True))
    state.close()
    return guide_root


def test_a_rehearsal_names_who_would_get_it(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["-C", str(published), "notify", "--essai", "--json"]) == FINE
    assert json.loads(capsys.readouterr().out) == {
        "edition": 0,
        "destinataires": [{"compte": "marie", "adresse": "marie@exemple.fr"}],
    }


def test_a_preview_is_written(published: Path, tmp_path: Path) -> None:
    assert main(["-C", str(published), "notify", "--apercu", str(tmp_path / "vu"), "--pour", "marie"]) == FINE
    assert sorted(p.name for p in (tmp_path / "vu").iterdir()) == [
        f"nouveautes-0.{end}" for end in ("eml", "html", "txt")
    ]
    assert (
        "https://guide.exemple.fr/mes-fiches/reglages" in (tmp_path / "vu" / "nouveautes-0.txt").read_text()
    )


def test_an_edition_that_is_not_served_is_announced_to_nobody(published: Path) -> None:
    assert main(["-C", str(published), "notify", "--essai", "--edition", "7"]) == ISSUES


def test_settings_have_usual_values_and_their_problems(guide_root: Path) -> None:
    config = guide_root / "guide.toml"
    text = config.read_text("utf-8")
    config.write_text(text + MAIL, "utf-8")
    mail = read_config(guide_root).settings.mail
    assert (mail.port, mail.security) == (587, "starttls")
    config.write_text(text + MAIL + 'chiffrement = "peut-etre"\nutilisateur = "u"\n', "utf-8")
    assert main(["-C", str(guide_root), "notify", "--essai"]) in (ISSUES, USAGE)

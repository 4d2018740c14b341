"""A new working guide: the folders, a `guide.toml` with our 19 chapters, and no account."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

from guide_pipeline.editions.files import write_atomic
from guide_pipeline.errors import UsageError
from guide_pipeline.readers.config import parse_config
from guide_pipeline.readers.corpus_files import CONFIG_NAME, SYNONYMS_NAME, starting_synonyms
from guide_pipeline.readers.problems import Problems

_RATES = "# Barèmes : montants, plafonds et taux datés, avec le texte qui les fixe.\n"
_ACRONYMS = "# Sigles et ce qu'ils veulent dire.\n"


def make_guide(folder: Path, title: str) -> Path:
    """Make an empty guide in a new or empty folder, and return it. UsageError when the folder holds anything."""
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} existe et n'est pas vide : choisissez un autre dossier.")
    template = files("guide_pipeline").joinpath("chapters.toml").read_text("utf-8")
    config = template.replace("@TITRE@", json.dumps(title, ensure_ascii=False)).replace(
        "@DATE@", date.today().isoformat()
    )
    parsed = parse_config(config.encode(), Problems(CONFIG_NAME))
    assert parsed is not None
    for chapter in parsed.chapters:
        (folder / "sources" / f"{chapter.number:02d}-{chapter.slug}").mkdir(parents=True)
    (folder / "updates").mkdir()
    write_atomic(folder / "sources" / "baremes.toml", _RATES.encode())
    write_atomic(folder / "sources" / "sigles.toml", _ACRONYMS.encode())
    write_atomic(folder / "sources" / SYNONYMS_NAME, starting_synonyms())
    write_atomic(folder / CONFIG_NAME, config.encode())
    return folder

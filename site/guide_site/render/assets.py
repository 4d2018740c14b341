"""The style sheet, the script and the icon. Their names carry the hash of their content: they may be kept forever."""

import hashlib
from functools import cache
from pathlib import Path

import guide_pipeline

_PIPELINE = Path(guide_pipeline.__file__).parent
_HERE = Path(__file__).parent
_ASSETS = _HERE / "assets"
TEMPLATES = _HERE / "templates"


@cache
def asset_paths() -> dict[str, str]:
    """The path of each asset in a tree, by its plain name: 'guide.css' is 'assets/guide.0123456789.css'."""
    return {file.name: _path(file) for file in sorted(_ASSETS.iterdir()) if file.is_file()}


def _path(file: Path) -> str:
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
    return f"assets/{file.stem}.{mark}{file.suffix}"


def asset_bytes(name: str) -> bytes:
    """The content of an asset, by its plain name."""
    return (_ASSETS / name).read_bytes()


@cache
def program_digest() -> str:
    """A hash of all that shapes pages besides content: templates, assets, and the code that renders."""
    total = hashlib.sha256()
    for folder in (_PIPELINE / "markup", _PIPELINE / "model", _HERE, TEMPLATES, _ASSETS):
        for file in sorted(folder.iterdir()):
            if file.is_file():
                data = file.read_bytes()
                total.update(f"{folder.name}/{file.name}\0{len(data)}\0".encode())
                total.update(data)
    return total.hexdigest()

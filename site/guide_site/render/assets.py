"""The style sheet, the script, the letters and the icon. Their names carry the hash of their content: they may be
kept forever. The style sheet and the script are each written in several parts, for those who read them, and served
as one file, for those who wait for it.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

import guide_pipeline

_PIPELINE = Path(guide_pipeline.__file__).parent
_HERE = Path(__file__).parent
_ASSETS = _HERE / "assets"
TEMPLATES = _HERE / "templates"
_JOINED = {"guide.css": _ASSETS / "style", "guide.js": _ASSETS / "script"}
"""Assets made of the files of a folder, in order of name."""
_ADDRESS = re.compile(rb"url\(([\w.-]+)\)")


@cache
def asset_paths() -> dict[str, str]:
    """The path of each asset in a tree, by its plain name: 'guide.css' is 'assets/guide.0123456789.css'."""
    plain = [file.name for file in _ASSETS.iterdir() if file.is_file()]
    return {name: f"assets/{_hashed(name)}" for name in sorted((*plain, *_JOINED))}


@cache
def asset_bytes(name: str) -> bytes:
    """The content of an asset, by its plain name."""
    folder = _JOINED.get(name)
    if folder is None:
        return (_ASSETS / name).read_bytes()
    joined = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    return _ADDRESS.sub(lambda found: b"url(%s)" % _hashed(found[1].decode()).encode(), joined)


def _hashed(name: str) -> str:
    mark = hashlib.sha256(asset_bytes(name)).hexdigest()[:10]
    return f"{Path(name).stem}.{mark}{Path(name).suffix}"


@cache
def program_digest() -> str:
    """A hash of all that shapes pages besides content: templates, assets, and the code that renders."""
    total = hashlib.sha256()
    folders = (_PIPELINE / "markup", _PIPELINE / "model", _HERE, TEMPLATES, _ASSETS, *_JOINED.values())
    for folder in folders:
        for file in sorted(folder.iterdir()):
            if file.is_file():
                data = file.read_bytes()
                total.update(f"{folder.name}/{file.name}\0{len(data)}\0".encode())
                total.update(data)
    return total.hexdigest()

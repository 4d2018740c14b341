"""Every template is valid HTML, and the style sheet valid CSS, by the W3C's Nu checker.

It needs Java and `vnu.jar`: `npm install --prefix tests/browser/tools`, or GUIDE_VNU=…/vnu.jar.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from guide_site.render.assets import asset_bytes
from tests.render.conftest import context_for, guide_of, read_sheets

from .departure import leave, sign_on
from .pages import write_tree
from .templates import LEAVING, LINK, PAGES

_JAR = Path(__file__).parent / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="module")
def vnu() -> list[str]:
    """The command of the checker."""
    jar = Path(os.environ.get("GUIDE_VNU", _JAR))
    java = shutil.which("java")
    if java is None or not jar.is_file():
        pytest.skip("le vérificateur Nu est absent : Java, et npm install --prefix tests/browser/tools")
    return [java, "-Xmx300m", "-jar", str(jar), "--format", "json"]


def complaints(command: list[str], *arguments: str) -> list[str]:
    """What the checker says of files, warnings included."""
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(done.stderr or done.stdout)
    return [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}" for m in found["messages"]]


def test_every_template_is_valid(
    vnu: list[str], tabs: dict[str, Page], invitation: str, departures: str, tmp_path: Path
) -> None:
    write_tree(context_for(guide_of(read_sheets())), tmp_path / "arbre")
    served = tmp_path / "servies"
    served.mkdir()
    for number, (reader, address) in enumerate(PAGES):
        if address == LEAVING:
            sign_on(tabs[reader], departures)
            body, *_ = leave(tabs[reader]).values()
        else:
            body = tabs[reader].request.get(invitation if address == LINK else address).body()
        (served / f"{number:02d}.html").write_bytes(body)
    pages = [str(file) for file in sorted(tmp_path.rglob("*.html")) if not file.name.startswith("cadre")]
    assert complaints(vnu, *pages) == []


def test_the_style_sheet_is_valid(vnu: list[str], tmp_path: Path) -> None:
    file = tmp_path / "guide.css"
    file.write_bytes(asset_bytes("guide.css"))
    assert complaints(vnu, "--css", str(file)) == []

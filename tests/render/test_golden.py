"""Pages as they were when somebody last looked at them. A change shows as a difference to look at again."""

import os
import re
from pathlib import Path

import pytest

from guide_site.render.context import SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import plan_pages

GOLDEN = Path(__file__).parent / "golden"
COMMAND = "GUIDE_GOLDEN=write python -m pytest tests/render/test_golden.py"
PAGES = (
    "index.html",
    "nouveautes.html",
    "baremes.html",
    "sigles.html",
    "editions.html",
    "cadre.html",
    "cadre-ancienne.html",
    "chapitres/logement.html",
    "fiches/allocation-rentree.html",
    "fiches/question-rentree.html",
)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_as_it_was(path: str, context: SiteContext) -> None:
    plan = next(plan for plan in plan_pages(context) if plan.path == path)
    page = re.sub(r"(assets/\w+)\.[0-9a-f]{10}\.", r"\1.", render_page(context, plan).decode())
    file = GOLDEN / path.replace("/", "-")
    if os.environ.get("GUIDE_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(page)
    assert page == file.read_text(), f"Look at the difference; if it is meant, run: {COMMAND}"

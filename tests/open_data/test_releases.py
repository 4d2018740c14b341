"""Real releases: every sheet comes in sound, and no text is lost."""

import zipfile
from pathlib import Path

import pytest

from guide_pipeline.checks.guide_rules import check_guide
from guide_pipeline.errors import has_errors
from guide_pipeline.readers.service_public import chapters_of, read_release, shipped_map
from guide_pipeline.readers.sources import Sources
from guide_site.render.context import EditionInfo, SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import PageKind, plan_pages
from tests.open_data.conftest import Imported
from tests.open_data.words_check import check_release

pytestmark = pytest.mark.open_data


def sheet_files(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        names = (Path(name).stem for name in archive.namelist() if name.endswith(".xml"))
        return {name for name in names if name[0] == "F" and name[1:].isdigit()}


def test_every_sheet_comes_in_and_nothing_is_unknown(releases: tuple[Path, ...], first: Imported) -> None:
    _, guide, summary = first
    assert set(guide.facts) == sheet_files(releases[0])
    assert (summary.left_out, [str(issue) for issue in summary.issues]) == (0, [])
    found = check_guide(guide, Sources({}))
    assert not has_errors(found), [str(issue) for issue in found if issue.severity == "erreur"][:20]


@pytest.mark.parametrize("which", ["first", "last"])
def test_no_text_is_lost(releases: tuple[Path, ...], which: str, request: pytest.FixtureRequest) -> None:
    _, guide, _ = request.getfixturevalue(which)
    context = SiteContext(guide, (EditionInfo(0, "Base", guide.date),))
    plans = {plan.subject: plan for plan in plan_pages(context) if plan.kind is PageKind.SHEET}
    path = releases[0 if which == "first" else -1]
    report = check_release(path, lambda key: render_page(context, plans[key]))
    assert (report.sheets, report.missing) == (len(guide.facts), ())
    print(f"{path.name} : {report.words} mots de {report.sheets} fiches, tous dans les pages")


def test_the_shipped_map_fills_every_chapter_and_knows_its_ids(releases: tuple[Path, ...]) -> None:
    with read_release(releases[0]) as release:
        plan = chapters_of(release, shipped_map())
    assert [slug for slug, count in plan.by_chapter() if count < 2] == []
    assert [str(issue) for issue in plan.issues] == []
    assert len(plan.places.sheets) + plan.left_out == len(release.entries)

"""Long chapters: the column shows a part of the list around the sheet, and never more."""

from dataclasses import replace

from guide_site.render.context import SiteContext
from guide_site.render.navigation import WINDOW
from guide_site.render.pages import render_page
from guide_site.render.plan import plan_pages

from .conftest import context_for, guide_of, read_sheets


def long_chapter(count: int) -> SiteContext:
    """A chapter of `count` sheets in one folder."""
    model = read_sheets()["demenager"]
    sheets = {f"f{n:03}": replace(model, id=f"f{n:03}", title=f"Titre {n:03}") for n in range(count)}
    return replace(context_for(guide_of(sheets)), history={})


def test_the_list_is_cut_around_the_sheet() -> None:
    context = long_chapter(100)
    around = [fact.id for fact in context.places["f050"].around]
    assert around == [f"f{n:03}" for n in range(50 - WINDOW, 50 + WINDOW + 1)]
    assert [fact.id for fact in context.places["f000"].around] == [f"f{n:03}" for n in range(2 * WINDOW + 1)]
    assert context.places["f099"].around[-1].id == "f099"
    assert len(context.places["f099"].around) == 2 * WINDOW + 1


def test_a_short_list_is_whole() -> None:
    context = long_chapter(2 * WINDOW + 1)
    assert not context.places["f000"].is_cut
    assert len(context.places["f000"].around) == 2 * WINDOW + 1


def test_the_page_marks_its_own_line_and_leads_to_the_rest() -> None:
    context = long_chapter(100)
    plan = next(plan for plan in plan_pages(context) if plan.subject == "f050")
    page = render_page(context, plan).decode()
    assert page.count('aria-current="page"') == 1
    assert '<a href="f050.html" aria-current="page">Titre 050</a>' in page
    assert ">Les 100 fiches</a>" in page
    assert '<a class="precedent" rel="prev" href="f049.html">' in page
    assert '<a class="suivant" rel="next" href="f051.html">' in page


def test_a_sheet_out_of_sight_leaves_the_key_alone() -> None:
    """Only the count of sheets and the part that is shown go into the key."""
    context = long_chapter(100)
    sheets = {fact.id: context.guide.load(fact.id) for fact in context.guide.facts.values()}
    sheets["f090"] = replace(sheets["f090"], title="Titre 090 bis")
    keys = [
        {plan.subject: plan.key for plan in plan_pages(replace(context, guide=guide)) if plan.subject}
        for guide in (context.guide, guide_of(sheets))
    ]
    assert keys[0]["f010"] == keys[1]["f010"]
    assert keys[0]["f089"] != keys[1]["f089"]


def test_two_folders_of_like_names_have_their_own_anchors() -> None:
    model = read_sheets()["demenager"]
    names = {"a": "L'école", "b": "L école", "c": "!"}
    sheets = {key: replace(model, id=key, folder=name) for key, name in names.items()}
    listing = context_for(guide_of(sheets)).lists["logement"]
    assert sorted(folder.anchor for folder in listing.folders) == ["fiches", "l-ecole", "l-ecole-2"]

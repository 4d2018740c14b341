"""The law of keys: a page's key changes when its bytes do, and only then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from guide_pipeline.model.blocks import Paragraph
from guide_pipeline.model.guide import Guide, Notice, Rate, RateValue
from guide_pipeline.model.sheet import Sheet, SheetLink, Status
from guide_site.render import assets
from guide_site.render.context import EditionInfo, EditionNews, HistoryEntry, SheetNews, SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import plan_pages

from .conftest import context_for, guide_of, read_sheets

Made = dict[str, tuple[str, bytes]]
Change = Callable[[SiteContext], SiteContext]


def made(context: SiteContext) -> Made:
    """The key and the bytes of every page."""
    return {plan.path: (plan.key, render_page(context, plan)) for plan in plan_pages(context)}


def sheet(sheet_id: str, **fields: object) -> Change:
    """Change some fields of a sheet."""

    def change(_: SiteContext) -> SiteContext:
        sheets = read_sheets()
        sheets[sheet_id] = replace(sheets[sheet_id], **fields)  # type: ignore[arg-type]
        return context_for(guide_of(sheets))

    return change


def without(sheet_id: str) -> Change:
    """Remove a sheet."""

    def change(_: SiteContext) -> SiteContext:
        sheets = read_sheets()
        del sheets[sheet_id]
        return context_for(guide_of(sheets))

    return change


def new_sheet(_: SiteContext) -> SiteContext:
    """Add a sheet that links to another."""
    added = Sheet(
        "zz", "prestations", "Zèle", date(2025, 9, 1), folder="Enfants", see_also=(SheetLink("demenager"),)
    )
    return context_for(guide_of({**read_sheets(), "zz": added}))


def guide(**fields: object) -> Change:
    """Change some fields of the guide."""
    return lambda context: replace(context, guide=replace(context.guide, **fields))  # type: ignore[arg-type]


def rate(rate_id: str, edit: Callable[[Rate], Rate]) -> Change:
    """Change a rate."""

    def change(context: SiteContext) -> SiteContext:
        rates = {**context.guide.rates, rate_id: edit(context.guide.rates[rate_id])}
        return replace(context, guide=replace(context.guide, rates=rates))

    return change


def revalued(old: Rate) -> Rate:
    """A rate with a new value in force."""
    return replace(old, values=(*old.values[:1], RateValue(date(2025, 9, 1), Decimal("500"))))


def acronym(context: SiteContext) -> SiteContext:
    """Another meaning for an acronym that some sheets use."""
    known = {**context.guide.acronyms}
    known["MSA"] = replace(known["MSA"], expansion="Mutualité sociale des agriculteurs")
    return replace(context, guide=replace(context.guide, acronyms=known))


def chapter(**fields: object) -> Change:
    """Change some fields of the second chapter."""

    def change(context: SiteContext) -> SiteContext:
        first, second, *others = context.guide.chapters
        chapters = (first, replace(second, **fields), *others)  # type: ignore[arg-type]
        return replace(context, guide=replace(context.guide, chapters=chapters))

    return change


def history(context: SiteContext) -> SiteContext:
    """One more event for a sheet."""
    event = HistoryEntry(1, "Mise à jour", date(2025, 9, 1), "deplacement")
    events = {**context.history, "demenager": (*context.history["demenager"], event)}
    return replace(context, history=events)


def bars(context: SiteContext) -> SiteContext:
    """The last update marked another paragraph of the sheet."""
    past = context.history["allocation-rentree"]
    marked = replace(past[-1], bars=(1,))
    return replace(context, history={**context.history, "allocation-rentree": (*past[:-1], marked)})


def next_edition(context: SiteContext) -> SiteContext:
    """The same guide as a third edition, which changes one sheet's history and nothing else."""
    third = EditionInfo(2, "Mise à jour de novembre 2025", date(2025, 11, 1))
    news = EditionNews((SheetNews("modification", "demenager", "Je déménage", "logement"),))
    later: Guide = replace(context.guide, date=third.date)
    return replace(context, guide=later, editions=(*context.editions, third), news=news)


FIGURES = ("baremes.html", "baremes.csv", "baremes/prestations.html")
CHANGES: dict[str, tuple[Change, set[str]]] = {
    "text of a sheet": (
        sheet("aide-logement", blocks=(Paragraph(("Autre texte.",)),)),
        {"fiches/aide-logement.html"},
    ),
    "summary of a sheet": (
        sheet("complement-familial", summary="Autre."),
        {"fiches/complement-familial.html", "chapitres/prestations.html"},
    ),
    "status of a sheet": (
        sheet("demenager", status=Status.UNDER_REVISION),
        {"fiches/demenager.html", "chapitres/logement.html"},
    ),
    "title of a sheet": (
        sheet("aide-logement", title="Aides au logement"),
        {
            "index.html",
            "chapitres/logement.html",
            "fiches/aide-logement.html",
            "fiches/depot-garantie.html",
            "fiches/allocation-rentree.html",
        },
    ),
    "title of a sheet that links": (
        sheet("complement-familial", title="Complément"),
        {
            "baremes/prestations.html",
            "chapitres/prestations.html",
            "fiches/complement-familial.html",
            "fiches/allocation-rentree.html",
        },
    ),
    "folder of a sheet": (
        sheet("demenager", folder="Moments"),
        {
            "index.html",
            "chapitres/logement.html",
            "fiches/demenager.html",
            "fiches/aide-logement.html",
            "fiches/depot-garantie.html",
        },
    ),
    "a sheet is gone": (
        without("question-rentree"),
        {"index.html", "chapitres/prestations.html", "fiches/allocation-rentree.html"},
    ),
    "a sheet is new": (
        new_sheet,
        {
            "index.html",
            "chapitres/prestations.html",
            "fiches/complement-familial.html",
            "fiches/allocation-rentree.html",
            "fiches/demenager.html",
        },
    ),
    "value of a rate": (
        rate("ars-6-10-ans", revalued),
        {"index.html", *FIGURES, "fiches/allocation-rentree.html"},
    ),
    "value of a rate that two sheets cite": (
        rate("ars-plafond", revalued),
        {"index.html", *FIGURES, "fiches/allocation-rentree.html", "fiches/complement-familial.html"},
    ),
    "source of a rate": (rate("csg", lambda old: replace(old, source="ailleurs")), set()),
    "theme of a rate": (
        rate("ars-plafond", lambda old: replace(old, theme="logement")),
        {
            *FIGURES,
            "baremes/impots.html",
            "fiches/allocation-rentree.html",
            "fiches/complement-familial.html",
        },
    ),
    "address of the text of a rate": (
        rate("csg", lambda old: replace(old, values=(replace(old.values[0], url="https://a.fr/"),))),
        {"baremes.csv", "baremes/impots.html"},
    ),
    "meaning of an acronym": (
        acronym,
        {"sigles.html", "fiches/aide-logement.html", "fiches/allocation-rentree.html"},
    ),
    "description of a chapter": (
        chapter(description="Se loger."),
        {"index.html", "chapitres/logement.html"},
    ),
    "past of a sheet": (history, {"fiches/demenager.html"}),
    "bars in the margin of a sheet": (bars, {"fiches/allocation-rentree.html"}),
    "next edition": (
        next_edition,
        {
            "index.html",
            "nouveautes.html",
            "editions.html",
            "changements.json",
            "cadre.html",
            "cadre-ancienne.html",
            "chapitres/prestations.html",
            "chapitres/logement.html",
        },
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_key_changes_with_the_page_and_only_then(name: str, context: SiteContext) -> None:
    change, expected = CHANGES[name]
    before, after = made(context), made(change(context))
    for path in before.keys() & after.keys():
        same_key, same_bytes = (before[path][part] == after[path][part] for part in (0, 1))
        assert same_key == same_bytes, path
    assert {path for path in before.keys() & after.keys() if before[path] != after[path]} == expected


@pytest.mark.parametrize(
    "change",
    [chapter(title="Se loger"), guide(title="Autre guide"), guide(notice=Notice("Autre avis."))],
)
def test_what_every_page_shows_changes_every_page(change: Change, context: SiteContext) -> None:
    before, after = made(context), made(change(context))
    same = {path for path in before if before[path][0] == after[path][0]}
    assert same == {path for path in before if path.startswith("assets/")}


def test_value_of_another_day_changes_the_sheets_that_may_cite_it(context: SiteContext) -> None:
    """A sheet may cite the value of any day: its key then changes even if it doesn't."""

    def corrected(old: Rate) -> Rate:
        return replace(old, values=(replace(old.values[0], value=Decimal("400")), *old.values[1:]))

    before, after = made(context), made(rate("ars-6-10-ans", corrected)(context))
    changed = {path for path in before if before[path][0] != after[path][0]}
    assert changed == {"baremes.csv", "baremes/prestations.html", "fiches/allocation-rentree.html"}


def test_another_program_makes_other_pages(context: SiteContext, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {plan.path: plan.key for plan in plan_pages(context)}
    monkeypatch.setattr("guide_site.render.plan.program_digest", lambda: "another")
    after = {plan.path: plan.key for plan in plan_pages(context)}
    assert {path for path in before if before[path] == after[path]} == set(assets.asset_paths().values())


def test_keys_are_the_same_from_one_run_to_the_next(context: SiteContext) -> None:
    again = context_for(guide_of(read_sheets()))
    assert plan_pages(again) == plan_pages(context)

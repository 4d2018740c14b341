"""Differences between guides: sheets, chapters, rates and whom they reach, acronyms."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from guide_pipeline.diff.guides import diff_guides
from guide_pipeline.diff.redline import is_exact
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.blocks import Paragraph
from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.digest import digest
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.guide import Acronym, Chapter, Guide, Rate, RateValue, Unit, in_order
from guide_pipeline.model.inline import Inline, RateRef
from guide_pipeline.model.sheet import Sheet

CHAPTERS = (Chapter(1, "famille", "Famille"), Chapter(2, "logement", "Logement"))
OLD, NEW = (
    RateValue(date(2024, 4, 1), Decimal("466.44"), "A"),
    RateValue(date(2025, 4, 1), Decimal("474.37"), "B"),
)
RATE = Rate("bmaf", "Base mensuelle", Unit.EURO, (OLD, NEW))


def sheet(key: str, *content: Inline, chapter: str = "famille", title: str = "") -> Sheet:
    return Sheet(key, chapter, title or key.capitalize(), date(2025, 1, 1), blocks=(Paragraph(content),))


def guide(
    sheets: Iterable[Sheet],
    day: date = date(2025, 1, 1),
    rates: Mapping[str, Rate] = {},
    acronyms: Mapping[str, Acronym] = {},
    chapters: tuple[Chapter, ...] = CHAPTERS,
) -> Guide:
    by_id = {s.id: s for s in sheets}
    facts = in_order((facts_of(s, digest(serialise(s))) for s in by_id.values()), chapters)
    return Guide("Guide", day, chapters, facts, rates, acronyms, by_id.__getitem__)


def test_sheets_that_come_go_move_change_title_or_text() -> None:
    old = guide([sheet("a", "un texte"), sheet("b"), sheet("c", "reste"), sheet("d"), sheet("e")])
    new = guide(
        [
            sheet("a", "un autre texte"),
            sheet("c", "reste"),
            sheet("d", chapter="logement"),
            sheet("e", title="Titre nouveau"),
            sheet("f"),
        ]
    )
    diff = diff_guides(old, new)
    assert [fact.id for fact in diff.added] == ["f"]
    assert [fact.id for fact in diff.removed] == ["b"]
    assert [change.id for change in diff.changed] == ["a", "e", "d"]
    assert [change.id for change in diff.moved] == ["d"]
    assert [change.id for change in diff.renamed] == ["e"]
    assert all(change.proved for change in diff.changed)
    assert [c.new for c in diff.changed[0].changes] == ["autre"]


def test_only_sheets_that_differ_are_read() -> None:
    read: list[str] = []

    def watched(source: Guide) -> Guide:
        return replace(source, load=lambda key: read.append(key) or source.load(key))  # type: ignore[func-returns-value]

    diff_guides(
        watched(guide([sheet("a", "x"), sheet("b", "y")])), watched(guide([sheet("a", "x"), sheet("b", "z")]))
    )
    assert read == ["b", "b"]


def test_the_day_alone_may_change_the_value_in_force() -> None:
    sheets = [sheet("a", RateRef("bmaf")), sheet("b", "rien")]
    diff = diff_guides(guide(sheets, rates={"bmaf": RATE}), guide(sheets, date(2025, 4, 1), {"bmaf": RATE}))
    (change,) = diff.rates
    assert (change.before, change.after, change.sheets) == (OLD, NEW, ("a",))
    assert change.in_force_changes
    assert diff.changed == ()


def test_a_rate_that_comes_goes_or_only_has_another_source() -> None:
    cited = [sheet("a", RateRef("bmaf"))]
    with_rate, without = guide(cited, rates={"bmaf": RATE}), guide(cited)
    assert [(c.before, c.after, c.sheets) for c in diff_guides(without, with_rate).rates] == [
        (None, OLD, ("a",))
    ]
    assert [(c.before, c.after, c.sheets) for c in diff_guides(with_rate, without).rates] == [
        (OLD, None, ("a",))
    ]
    sourced = replace(RATE, source="Autre source")
    (change,) = diff_guides(with_rate, guide(cited, rates={"bmaf": sourced})).rates
    assert not change.in_force_changes


def test_chapters_and_acronyms() -> None:
    old = guide([], acronyms={"CAF": Acronym("CAF", "Caisse"), "APL": Acronym("APL", "Aide")})
    new = guide(
        [],
        acronyms={"CAF": Acronym("CAF", "Caisse d'allocations familiales")},
        chapters=(CHAPTERS[0], Chapter(2, "logement", "Se loger"), Chapter(3, "sante", "Santé")),
    )
    diff = diff_guides(old, new)
    assert [(c.old and c.old.title, c.new and c.new.title) for c in diff.chapters] == [
        ("Logement", "Se loger"),
        (None, "Santé"),
    ]
    assert [(c.old and c.old.expansion, c.new and c.new.expansion) for c in diff.acronyms] == [
        ("Caisse", "Caisse d'allocations familiales"),
        ("Aide", None),
    ]


def test_a_difference_of_other_sheets_is_not_proved() -> None:
    a, b, c = sheet("a", "un"), sheet("a", "deux"), sheet("a", "trois")
    assert is_exact(diff_sheets(a, b), a, b)
    assert not is_exact(diff_sheets(a, b), a, c)
    assert not is_exact(diff_sheets(a, b), c, b)

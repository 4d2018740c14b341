"""The page of a report: whole, strict, and each thing it promises at its address."""

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from guide_pipeline.report.model import ChangeReport
from guide_pipeline.report.page import report_html
from guide_pipeline.report.write import write_report


@pytest.fixture(scope="session")
def page(report: ChangeReport) -> str:
    return report_html(report)


def test_it_is_valid_html_without_anything_inline(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src)", page)


def test_every_place_is_there_once_and_every_link_inside_leads_somewhere(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_first_screen_says_what_is_risky(page: str) -> None:
    first = page[: page.index('class="sommaire"')]
    assert "Allocation\u00a0: 11 478\u00a0€ → 14 000\u00a0€ (+21,97\u00a0%)" in first
    assert "Ancienne\u00a0: retirée" in first
    assert "Vérifié" in first


def test_a_difference_that_is_not_exact_comes_first(report: ChangeReport) -> None:
    sheets = tuple(replace(s, proved=s.id != "allocation") for s in report.sheets)
    page = report_html(replace(report, sheets=sheets))
    assert "Vérifié" not in page
    assert page.index("les différences montrées sont inexactes") < page.index("Ancienne\u00a0: retirée")


def test_amounts_are_told_with_place_and_difference(page: str) -> None:
    rows = page[page.index('<section id="montant">') : page.index('<section id="date">')]
    assert "Plafonds › Couple › Plafond" in rows
    assert "<del>11 478\u00a0€</del>" in rows
    assert "+2\u202f522\u00a0€, +21,97\u00a0%" in rows


def test_rates_say_whom_they_reach(page: str) -> None:
    row = page[page.index('id="bareme-bmaf"') :]
    row = row[: row.index("</tr>")]
    assert "<del>466,44\u00a0€</del>" in row and "+1,7\u00a0%" in row
    assert '<a href="/fiches/stable.html">Stable</a>' in row


def test_what_only_touches_form_is_folded(page: str) -> None:
    article = page[page.index('<article id="fiche-virgule"') :]
    assert "<details><summary>Retouches de forme</summary>" in article[: article.index("</article>")]


def test_texts_are_escaped(page: str) -> None:
    assert "Revalorisations &lt;d" in page
    assert "<d" not in page.replace("<del", "").replace("<details", "").replace("<div", "")


def test_a_report_of_nothing_reads_well(nothing: ChangeReport) -> None:
    page = report_html(nothing)
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Aucune fiche ne change." in page


def test_a_folder_holds_all_that_the_page_needs(report: ChangeReport, tmp_path: Path) -> None:
    write_report(report, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"report.html", "report.json", "montants.csv", "rapport.css", "rapport.js"}
    page = (tmp_path / "report.html").read_text("utf-8")
    assert set(re.findall(r'(?:src|href)="([\w.]+)"', page)) <= names

"""Tables: header cells know what they head, spans stay inside, the box scrolls by keyboard."""

from collections.abc import Callable

Html = Callable[[str], str]


def test_header_rows_and_caption(html: Html) -> None:
    shown = html(
        "<tableau><legende>Montants</legende><ligne entete='oui'><cellule>Âge</cellule><cellule>Montant</cellule>"
        "</ligne><ligne><cellule>6 ans</cellule><cellule>400</cellule></ligne></tableau>"
    )
    assert shown == (
        '<div class="tableau" role="group" tabindex="0" aria-label="Montants">\n<table>\n'
        "<caption>Montants</caption>\n<thead>\n"
        '<tr><th scope="col">Âge</th><th scope="col">Montant</th></tr>\n</thead>\n<tbody>\n'
        "<tr><td>6 ans</td><td>400</td></tr>\n</tbody>\n</table>\n</div>\n"
    )


def test_the_summary_of_a_table_is_read_and_not_only_heard(html: Html) -> None:
    shown = html(
        "<tableau><legende>Montants</legende><resume>Par âge &amp; par mois</resume>"
        "<ligne><cellule>6 ans</cellule></ligne></tableau>"
    )
    assert '<caption>Montants<p class="resume-tableau">Par âge &amp; par mois</p></caption>' in shown


def test_header_column_counts_the_cells_that_reach_down(html: Html) -> None:
    shown = html(
        "<tableau><colonne entete='oui'/><colonne/>"
        "<ligne><cellule lignes='2'>A</cellule><cellule>1</cellule></ligne><ligne><cellule>2</cellule></ligne>"
        "<ligne><cellule>B</cellule><cellule>3</cellule></ligne></tableau>"
    )
    assert '<th scope="row" rowspan="2">A</th><td>1</td>' in shown
    assert "<tr><td>2</td></tr>" in shown
    assert '<th scope="row">B</th>' in shown


def test_empty_corner_is_not_a_header(html: Html) -> None:
    shown = html(
        "<tableau><ligne entete='oui'><cellule/><cellule colonnes='2'>A</cellule></ligne>"
        "<ligne><cellule>x</cellule><cellule>y</cellule><cellule>z</cellule></ligne></tableau>"
    )
    assert '<tr><td></td><th scope="col" colspan="2">A</th></tr>' in shown


def test_a_span_never_reaches_below_the_table(html: Html) -> None:
    shown = html(
        "<tableau><ligne><cellule lignes='5'>A</cellule></ligne><ligne><cellule>B</cellule></ligne></tableau>"
    )
    assert '<td rowspan="2">A</td>' in shown


def test_a_header_that_reaches_into_the_body_keeps_its_span(html: Html) -> None:
    shown = html(
        "<tableau><ligne entete='oui'><cellule lignes='2'>A</cellule><cellule>B</cellule></ligne>"
        "<ligne><cellule>C</cellule></ligne></tableau>"
    )
    assert "<thead>" not in shown
    assert '<th scope="col" rowspan="2">A</th>' in shown


def test_only_header_rows_and_no_row_at_all(html: Html) -> None:
    assert html("<tableau><ligne entete='oui'><cellule>A</cellule></ligne></tableau>").endswith(
        '<thead>\n<tr><th scope="col">A</th></tr>\n</thead>\n</table>\n</div>\n'
    )
    assert "<tbody>" not in html("<tableau/>")


def test_cells_hold_lists(html: Html) -> None:
    assert "<td><ul>\n<li>a</li>\n</ul>\n</td>" in html(
        "<tableau><ligne><cellule><liste><item>a</item></liste></cellule></ligne></tableau>"
    )

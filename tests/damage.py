"""Canonical sheets, and the same with a little damage: what readers of the canonical form must tell apart."""

from hypothesis import strategies as st

from guide_pipeline.model.canonical import serialise
from tests.strategies import sheets

EXAMPLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<fiche id="a" chapitre="c" type="fiche" maj="2025-09-01">
<titre>A</titre>
<mot-cle>b</mot-cle>
<contenu>
<p>Un <fort>mot <emphase>ou</emphase></fort> <lien fiche="b" ancre="c">là</lien>, <sigle id="CAF"/> et<saut/>après.</p>
<section id="s">
<titre>Section</titre>
<tableau>
<colonne largeur="20"/>
<ligne>
<cellule colonnes="2">
<p>x</p>
</cellule>
</ligne>
</tableau>
</section>
<alternatives affichage="onglets">
<cas id="d">
<titre>Cas</titre>
<p>Voir <article code="Code civil" num="1">l'article</article>.</p>
</cas>
</alternatives>
</contenu>
<voir-aussi>
<renvoi fiche="b">B</renvoi>
</voir-aussi>
<references>
<reference code="Code civil">
<num>1</num>
</reference>
<reference url="https://exemple.fr/">
<titre>Texte</titre>
</reference>
</references>
<definitions>
<definition id="t">
<mot>mot</mot>
<p>Sens.</p>
</definition>
</definitions>
</fiche>
"""
_PIECES = (" ", "  ", "\t", "\n", "<fort>", "</fort>", "<fort></fort>", "<saut/>", '<lien fiche="z">', "</lien>",
          ' id="s"', ' url="javascript:x"', ' ancre="x"', "<p>", "</p>", "<!-- -->", "&#32;", "&amp;", "&eacute;",
          "<item>\n", "e\u0301", "\u0001", "\u00a0", '"', "=", ">", "<")  # fmt: skip
"""What may stand where it shouldn't."""


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A sheet in which a piece is put in, a span or a line taken out, a line doubled, two lines exchanged, somewhere."""
    text = draw(st.just(EXAMPLE) | sheets().map(lambda sheet: serialise(sheet).decode()))
    at = draw(st.integers(0, len(text)))
    lines = text.split("\n")
    line = draw(st.integers(0, len(lines) - 2))
    return draw(
        st.sampled_from(_PIECES).map(lambda piece: text[:at] + piece + text[at:])
        | st.integers(1, 12).map(lambda size: text[:at] + text[at + size :])
        | st.just("\n".join((*lines[:line], *lines[line + 1 :])))
        | st.just("\n".join((*lines[: line + 1], *lines[line:])))
        | st.just("\n".join((*lines[:line], lines[line + 1], lines[line], *lines[line + 2 :])))
    )

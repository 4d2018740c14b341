"""No text is lost: whatever the source nests in whatever, known or not, its words are in the page, in order."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from guide_pipeline.model.canonical import serialise
from guide_pipeline.model.facts import facts_of
from guide_pipeline.model.guide import Guide, in_order
from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.service_public import chapters_of
from guide_pipeline.readers.sheet_file import read_sheet_file
from guide_site.render.context import EditionInfo, SiteContext
from guide_site.render.pages import render_page
from guide_site.render.plan import PageKind, plan_pages
from tests.open_data.words_check import missing_words, source_words
from tests.readers.service_public.source import open_release, publication

Xml = st.SearchStrategy[str]

words = st.lists(
    st.sampled_from(["aide", "à", "l'État", "3 €", "oui", "été", "n°", "12,5", "(voir)"]),
    min_size=1,
    max_size=4,
).map(" ".join)
texts: Xml = words.map(escape)


def element(tag: str, inner: Xml, attributes: str = "") -> Xml:
    return inner.map(lambda body: f"<{tag} {attributes}>{body}</{tag}>")


def sequence(inner: Xml, most: int = 3) -> Xml:
    return st.lists(inner, max_size=most).map("".join)


def _marked(inner: Xml) -> Xml:
    tags = (
        "MiseEnEvidence",
        "Expression",
        "Exposant",
        "Citation",
        "Valeur",
        "Variable",
        "TermeEtranger",
        "Nouveau",
    )
    links = (
        ("LienInterne", 'LienPublication="F2"'),
        ("LienInterne", 'LienPublication="F99" audience="Professionnels"'),
        ("LienExterne", 'URL="https://a.fr"'),
        ("LienIntra", 'LienID="R404" type="Définition de glossaire"'),
        ("LienIntra", 'LienID="R8" type="Définition de glossaire"'),
        ("LienInterne", 'LienPublication="R9" type="Sigle"'),
    )
    body = st.tuples(texts, inner, texts).map(" ".join)
    return st.one_of(
        *(element(tag, body) for tag in tags), *(element(tag, body, attributes) for tag, attributes in links)
    )


running: Xml = st.recursive(texts, _marked, max_leaves=4)
paragraphs = element("Paragraphe", sequence(running))
plain_titles = element("Titre", texts)
rich_titles = element("Titre", element("Paragraphe", running))


def _holders(inner: Xml) -> Xml:
    content = sequence(inner)
    titled = st.tuples(rich_titles, content).map("".join)
    noted = st.tuples(plain_titles, content).map("".join)
    situation = element("Situation", st.tuples(plain_titles, element("Texte", content)).map("".join))
    row = element("Rangée", sequence(element("Cellule", content)), 'type="header"')
    return st.one_of(
        element("Chapitre", titled),
        element("SousChapitre", titled),
        element("Chapitre", content),
        element("BlocCas", sequence(element("Cas", titled)), 'affichage="onglet"'),
        element("ListeSituations", sequence(situation)),
        element("Liste", sequence(element("Item", content)), 'type="puce"'),
        element("Tableau", st.tuples(plain_titles, sequence(row)).map("".join)),
        element("ANoter", noted),
        element("Attention", noted),
        element("OuSAdresser", st.tuples(plain_titles, element("Texte", content)).map("".join), 'ID="R3"'),
        element("ServiceEnLigne", st.tuples(plain_titles, element("Texte", content)).map("".join), 'ID="R4"'),
        element("Nouveau", content),
        element("Nouveau", texts),
    )


blocks: Xml = st.recursive(st.one_of(paragraphs, texts), _holders, max_leaves=8)
bodies = st.tuples(
    element("Introduction", element("Texte", sequence(paragraphs))), element("Texte", sequence(blocks))
)

FOOT = (
    '<Definition ID="R8"><Titre>Foyer</Titre><Texte><Paragraphe>Sens du mot</Paragraphe></Texte></Definition>'
    '<Abreviation ID="R9" type="Sigle"><Titre>Caf</Titre><Texte><Paragraphe>Caisse</Paragraphe></Texte></Abreviation>'
)


def read(source: str, then: Callable[[Sheet, dict[str, object]], None]) -> None:
    """Read F1 of a release of two sheets, and hand it on with the release's acronyms."""
    with TemporaryDirectory() as folder:
        files = {"F1": source, "F2": publication("F2", "")}
        with open_release(Path(folder), files) as release:
            sheets = {sheet.id: sheet for sheet in release.sheets(chapters_of(release).places)}
            acronyms: dict[str, object] = dict(release.acronyms)
    then(sheets["F1"], acronyms)


def page_of(sheet: Sheet, acronyms: dict[str, object]) -> bytes:
    """The page that shows a sheet."""
    day = date(2025, 1, 1)
    guide = Guide(
        title="Essai",
        date=day,
        chapters=(),
        facts=in_order([facts_of(sheet, "0" * 64)], ()),
        rates={},
        acronyms=acronyms,  # type: ignore[arg-type]
        load=lambda _: sheet,
    )
    context = SiteContext(guide, (EditionInfo(0, "Base", day),))
    (plan,) = (plan for plan in plan_pages(context) if plan.kind is PageKind.SHEET)
    return render_page(context, plan)


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_every_word_is_in_the_page_in_order(body: tuple[str, str]) -> None:
    source = publication("F1", "".join(body) + FOOT)

    def check(sheet: Sheet, acronyms: dict[str, object]) -> None:
        assert missing_words(source_words(source.encode()), page_of(sheet, acronyms)) == []

    read(source, check)


@settings(max_examples=60, deadline=None)
@given(bodies)
def test_every_sheet_reads_back_equal_and_without_a_problem(body: tuple[str, str]) -> None:
    def check(sheet: Sheet, _: dict[str, object]) -> None:
        assert read_sheet_file("F1.xml", serialise(sheet), schema=True) == (sheet, ())

    read(publication("F1", "".join(body) + FOOT), check)

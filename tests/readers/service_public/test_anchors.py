"""Anchors are slugs of titles, and stay when something else is added."""

from guide_pipeline.readers.service_public.anchors import short_anchor
from tests.readers.service_public.conftest import ReadSheet
from tests.readers.service_public.source import text
from tests.readers.service_public.test_blocks import p, titled
from tests.walks import anchors


def places(read: ReadSheet, body: str) -> list[str]:
    sheet, _ = read(text(body))
    return list(anchors(sheet))


def case(title: str, *sections: str) -> str:
    return titled("Cas", title, "".join(titled("Chapitre", s, p("x")) for s in sections))


def test_long_titles_are_cut_between_words() -> None:
    anchor = short_anchor("Comment demander à l'administration de revoir une décision prise trop vite ?")
    assert anchor == "comment-demander-a-l-administration-de-revoir"
    assert len(short_anchor("x" * 200)) == 48


def test_a_title_without_letters_and_one_that_begins_with_a_digit() -> None:
    assert short_anchor("…") == "partie"
    assert short_anchor("1re demande") == "s-1re-demande"


def test_a_section_of_a_case_carries_its_case(read: ReadSheet) -> None:
    body = f"<BlocCas>{case('Majeur', 'Coût')}{case('Mineur', 'Coût')}</BlocCas>"
    assert sorted(places(read, body)) == ["majeur", "majeur-cout", "mineur", "mineur-cout"]


def test_a_new_case_changes_no_anchor(read: ReadSheet) -> None:
    before = places(read, f"<BlocCas>{case('Majeur', 'Coût')}{case('Mineur', 'Coût', 'Délai')}</BlocCas>")
    after = places(
        read,
        f"<BlocCas>{case('Enfant', 'Coût', 'Délai')}{case('Majeur', 'Coût')}{case('Mineur', 'Coût', 'Délai')}</BlocCas>",
    )
    assert set(before) < set(after)


def test_equal_titles_in_two_sections_are_told_apart_by_their_section(read: ReadSheet) -> None:
    def chapter(title: str) -> str:
        return titled("Chapitre", title, titled("SousChapitre", "Coût", p("x")))

    assert places(read, chapter("Passeport") + chapter("Carte")) == [
        "passeport",
        "cout",
        "carte",
        "carte-cout",
    ]


def test_equal_titles_side_by_side_are_numbered(read: ReadSheet) -> None:
    body = "".join(titled("Chapitre", "Coût", p("x")) for _ in range(3))
    assert places(read, body) == ["cout", "cout-2", "cout-3"]


def test_one_place_for_a_contact_that_stands_three_times(read: ReadSheet) -> None:
    contact = '<OuSAdresser ID="R3" type="Local"><Titre>Mairie</Titre></OuSAdresser>'
    sheet, _ = read(text(contact * 2) + contact)
    assert list(anchors(sheet)) == ["R3"]
    assert sheet.contacts[0].id == "R3"


def test_a_contact_only_in_the_text_has_its_first_place(read: ReadSheet) -> None:
    contact = '<OuSAdresser ID="R3" type="Local"><Titre>Mairie</Titre></OuSAdresser>'
    assert places(read, contact * 2) == ["R3"]

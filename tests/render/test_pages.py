"""Every page of the small guide: valid HTML, links that lead somewhere, nothing that the security policy forbids."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

import html5lib
import pytest

from guide_pipeline.markup.text import typeset
from guide_pipeline.model.guide import Notice
from guide_site.render.context import SiteContext
from guide_site.render.environment import FRAME_PLACE
from guide_site.render.pages import render_page
from guide_site.render.plan import PageKind, plan_pages

_SERVER = re.compile(
    r"/$|/a-la-date$|/editions/\d+/|/editions\.html$|/fiches/[\w-]+/notes$|/comparer/[\w-]+(\?de=\d+&a=\d+)?$"
)
_FRAMES = (PageKind.FRAME, PageKind.OLD_FRAME)


@pytest.fixture
def pages(context: SiteContext) -> Mapping[str, str]:
    """Every HTML page of the small guide, by path."""
    plans = (plan for plan in plan_pages(context) if plan.path.endswith(".html") and plan.kind not in _FRAMES)
    return {plan.path: render_page(context, plan).decode() for plan in plans}


@pytest.fixture
def trees(pages: Mapping[str, str]) -> Mapping[str, Element]:
    """The pages parsed as browsers do; an HTML error fails."""
    return {
        path: html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
        for path, page in pages.items()
    }


def test_every_path_is_planned_once(context: SiteContext) -> None:
    paths = [plan.path for plan in plan_pages(context)]
    assert len(paths) == len(set(paths))
    assert {"index.html", "nouveautes.html", "baremes.html", "sigles.html", "editions.html"} <= set(paths)
    assert {"cadre.html", "cadre-ancienne.html", "chapitres/retraite.html"} <= set(paths)
    assert "fiches/allocation-rentree.html" in paths


def test_ids_are_unique_in_a_page(trees: Mapping[str, Element]) -> None:
    for path, tree in trees.items():
        ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
        assert [name for name, count in ids.items() if count > 1] == [], path


def test_internal_links_lead_to_a_page_and_a_place(
    context: SiteContext, trees: Mapping[str, Element]
) -> None:
    files = {plan.path for plan in plan_pages(context)}
    places = {path: {e.get("id") for e in tree.iter()} for path, tree in trees.items()}
    for path, tree in trees.items():
        for target in _targets(tree):
            if target.startswith("/"):
                assert _SERVER.match(target), (path, target)
                continue
            file, _, anchor = target.partition("#")
            reached = normpath(join(dirname(path), file)) if file else path
            if reached == "recherche":
                continue
            assert reached in files, (path, target)
            assert not anchor or anchor in places[reached], (path, target)


def _targets(tree: Element) -> list[str]:
    """Every address in a page but those of other sites."""
    names = ("href", "src", "action")
    found = [value for e in tree.iter() for name in names if (value := e.get(name))]
    return [value for value in found if not value.startswith(("https://", "tel:"))]


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(trees: Mapping[str, Element]) -> None:
    for path, tree in trees.items():
        for element in tree.iter():
            assert element.tag != "style", path
            assert "style" not in element.attrib, path
            assert not [name for name in element.attrib if str(name).startswith("on")], path
            if element.tag in ("script", "img", "link"):
                address = element.get("src") or element.get("href") or ""
                assert "assets/" in address, path
                assert "//" not in address, path
            if element.tag == "script":
                assert not (element.text or "").strip(), path


def test_every_page_has_the_place_of_the_frame_and_one_title(
    pages: Mapping[str, str], trees: Mapping[str, Element]
) -> None:
    for path, tree in trees.items():
        assert pages[path].count(FRAME_PLACE) == 1, path
        assert len(list(tree.iter("h1"))) == 1, path
        assert (tree.findtext("head/title") or "").endswith("Guide d'essai"), path
        assert next(tree.iter("html")).get("lang") == "fr"


def test_headings_skip_no_level(trees: Mapping[str, Element]) -> None:
    for path, tree in trees.items():
        main = next(tree.iter("main"))
        levels = [int(e.tag[1]) for e in main.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_fields_have_labels_and_images_have_words(trees: Mapping[str, Element]) -> None:
    for path, tree in trees.items():
        labelled = {label.get("for") for label in tree.iter("label")}
        for field in tree.iter("input"):
            assert field.get("id") in labelled, path
        for image in tree.iter("img"):
            assert image.get("alt") is not None, path


def test_frames_name_the_edition(context: SiteContext) -> None:
    plans = {plan.kind: plan for plan in plan_pages(context)}
    current = render_page(context, plans[PageKind.FRAME]).decode()
    old = render_page(context, plans[PageKind.OLD_FRAME]).decode()
    assert "Édition 1</a> · à jour au 1er\u00a0septembre\u00a02025" in current
    assert (
        '<p class="cadre-avis"><a href="/a-propos.html">Guide d&#39;essai\u00a0: ne remplace rien.</a>'
        in current
    )
    assert "Vous lisez l'édition 1 du 1er\u00a0septembre\u00a02025. Elle n'est plus en vigueur." in old
    assert 'href="/"' in old


def test_a_guide_without_notice_says_none(context: SiteContext) -> None:
    def pages(shown: SiteContext) -> str:
        return "".join(
            render_page(shown, plan).decode()
            for plan in plan_pages(shown)
            if plan.path.endswith(".html") and not plan.path.startswith("fiches/")
        )

    silent = pages(replace(context, guide=replace(context.guide, notice=Notice())))
    assert "cadre-avis" not in silent and "ne remplace rien" not in silent
    assert "Écrit pour les essais." not in silent
    said = pages(context)
    assert said.count("ne remplace rien") > 10 and said.count("Écrit pour les essais.") == 1


def test_assets_are_named_by_their_content(context: SiteContext) -> None:
    plans = [plan for plan in plan_pages(context) if plan.kind is PageKind.ASSET]
    assert [re.sub(r"\.[0-9a-f]{10}\.", ".", plan.path) for plan in plans] == [
        "assets/guide.css",
        "assets/guide.js",
        "assets/icone.svg",
        "assets/texte-licence.txt",
        "assets/texte.woff2",
    ]
    for plan in plans:
        data = render_page(context, plan)
        assert data
        if plan.subject != "texte-licence.txt":
            assert b"http://" not in data.replace(b"http://www.w3.org/", b"")
            assert b"@import" not in data


def test_what_the_edition_did_is_a_file_for_the_script(context: SiteContext) -> None:
    plan = next(plan for plan in plan_pages(context) if plan.kind is PageKind.CHANGES)
    assert plan.path == "changements.json"
    assert json.loads(render_page(context, plan)) == [
        {"genre": "ajout", "nom": "Nouvelle", "fiches": ["demenager"]},
        {"genre": "modification", "nom": "Modifiée", "fiches": ["allocation-rentree"]},
    ]


def test_a_removed_sheet_is_news_without_link(pages: Mapping[str, str]) -> None:
    assert '<span class="retiree">Caution</span>' in pages["nouveautes.html"]
    assert "caution.html" not in pages["nouveautes.html"]


def test_first_edition_says_so_instead_of_listing_everything(context: SiteContext) -> None:
    from guide_site.render.context import EditionNews

    first = SiteContext(context.guide, context.editions[:1], context.history, EditionNews())
    plans = {plan.path: plan for plan in plan_pages(first)}
    for path in ("index.html", "nouveautes.html"):
        assert "première édition" in render_page(first, plans[path]).decode()


def test_what_looks_like_a_mark_of_the_format_stays_text(context: SiteContext) -> None:
    """Pages of sheets are formats that words are put into: neither these nor the guide's title are read as one."""
    odd = "À 100 % %(id)s %s {{ id }}"
    fact = replace(context.guide.facts["demenager"], title=odd, summary=odd)
    guide = replace(context.guide, title=f"{odd} \0", facts={**context.guide.facts, fact.id: fact})
    shown = replace(context, guide=guide)
    plan = next(plan for plan in plan_pages(shown) if plan.subject == "demenager")
    page = render_page(shown, plan).decode()
    assert f"<title>{odd} · {odd} \0</title>" in page
    assert page.count(typeset(odd)) == 3, "the heading, the summary, the column"

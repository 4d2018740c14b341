"""The news as an Atom feed (RFC 4287): an entry an edition and chapter, and one for its rates.

An entry's id is made of the site's name, the edition and the chapter, and its date is that of the publication: both
are the same for ever, so that readers of feeds show nothing twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from lxml import etree
from markupsafe import Markup, escape

from guide_pipeline.markup.values import date_text, value_text
from guide_site.personal.chapters import EditionChapters
from guide_site.render.context import RateNews, SheetNews
from guide_site.render.wording import event_name

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry."""

    mark: str
    title: str
    address: str
    content: str
    """HTML."""


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Where the feed is read."""

    site: str
    """Address of the site, without a slash at the end: 'https://guide.exemple.fr'."""
    name: str
    """What ids are made with: the name of the site, that never changes."""
    address: str
    """Of the feed itself."""


def atom_feed(
    source: FeedSource, guide: str, editions: Iterable[EditionChapters], published: Mapping[int, datetime]
) -> bytes:
    """The feed of some editions, the newest first. `published`: when each was put in service."""
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}" xml:lang="fr"/>')
    told = tuple(editions)
    newest = _moment(told[0], published) if told else datetime(2000, 1, 1, tzinfo=UTC)
    _add(feed, "id", f"tag:{source.name},2026:nouveautes")
    _add(feed, "title", f"{guide} : nouveautés")
    _add(feed, "updated", newest.isoformat())
    _add(feed, "link", rel="self", type="application/atom+xml", href=source.address)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{source.site}/nouveautes.html")
    _add(_add(feed, "author"), "name", guide)
    for edition in told:
        at = _moment(edition, published).isoformat()
        for entry in _entries(edition, source.site):
            _entry(feed, entry, f"tag:{source.name},2026:edition/{edition.edition}/{entry.mark}", at)
    return etree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _moment(edition: EditionChapters, published: Mapping[int, datetime]) -> datetime:
    known = published.get(edition.edition)
    return known.replace(microsecond=0) if known else datetime.combine(edition.day, time(), UTC)


def _entry(feed: etree._Element, entry: _Entry, ident: str, at: str) -> None:
    element = _add(feed, "entry")
    _add(element, "id", ident)
    _add(element, "title", entry.title)
    _add(element, "updated", at)
    _add(element, "published", at)
    _add(element, "link", rel="alternate", type="text/html", href=entry.address)
    _add(element, "content", entry.content, type="html")


def _entries(edition: EditionChapters, site: str) -> Iterator[_Entry]:
    base = f"{site}/editions/{edition.edition}"
    said = f"édition {edition.edition}, {date_text(edition.day)}"
    if not edition.chapters and not edition.rates:
        text = escape(f"{edition.label} ({said}).")
        yield _Entry("edition", f"{edition.guide}, {said}", f"{base}/nouveautes.html", f"<p>{text}</p>")
    if edition.rates:
        rows = Markup("").join(_rate(item) for item in edition.rates)
        content = Markup("<ul>{}</ul>").format(rows)
        yield _Entry("baremes", f"Barèmes revus ({said})", f"{base}/nouveautes.html#_baremes", content)
    for chapter in edition.chapters:
        lines = Markup("").join(_line(item, base) for item in chapter.sheets)
        content = Markup("<ul>{}</ul>").format(lines)
        address = f"{base}/nouveautes.html#_{chapter.slug}"
        yield _Entry(f"chapitre/{chapter.slug}", f"{chapter.title} ({said})", address, content)


def _line(item: SheetNews, base: str) -> Markup:
    title = (
        escape(item.title)
        if item.kind == "suppression"
        else Markup('<a href="{}/fiches/{}.html">{}</a>').format(base, item.sheet, item.title)
    )
    summary = Markup("<br>{}").format(item.summary) if item.summary else Markup("")
    return Markup("<li>{}&nbsp;: {}{}</li>").format(event_name(item.kind), title, summary)


def _rate(item: RateNews) -> Markup:
    before = value_text(item.before.value, item.unit) if item.before else "nouveau"
    after = value_text(item.after.value, item.unit) if item.after else "retiré"
    return Markup("<li>{}&nbsp;: {} → <strong>{}</strong></li>").format(item.label, before, after)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", dict(attributes))
    if text:
        element.text = "".join(c for c in text if c >= " " or c in "\t\n")
    return element

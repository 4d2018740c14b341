"""The digest: the news of an edition in a message that is read in five minutes, in text and in HTML.

First what changed in one's own sheets (favourites and notes), then the figures that matter most, then each chapter: a
few lines, what only follows from a rate being counted and not listed. Nothing in it is fetched from elsewhere.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.markup.values import date_text, value_text
from guide_pipeline.readers.mail import MailSettings
from guide_site.personal.chapters import EditionChapters, edition_chapters
from guide_site.personal.since import edition_news
from guide_site.render.context import RateNews, SheetNews
from guide_site.render.environment import page_environment
from guide_site.render.lists import by_weight
from guide_site.render.wording import event_name, number, plural
from guide_site.state import Subscriber

MOST_LINES = 36
"""Sheets that are named, shared by the chapters; others are counted. A thousand words are five minutes."""
MOST_OF_A_CHAPTER = 6
MOST_OWN = 12
MOST_RATES = 6
_LONGEST = 110
_ORDER = {"ajout": 0, "suppression": 1, "deplacement": 2, "renommage": 3, "modification": 4, "bareme": 5}


@dataclass(frozen=True, slots=True)
class DigestPart:
    """Sheets under a heading."""

    title: str
    sheets: tuple[SheetNews, ...]
    others: int
    """How many more changed."""
    by_rate: int
    """How many show another figure and are otherwise the same."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a message says."""

    guide: str
    notice: str
    """What the guide says of itself on every page, '' for nothing."""
    edition: int
    label: str
    day: str
    own: DigestPart
    rates: tuple[RateNews, ...]
    other_rates: int
    parts: tuple[DigestPart, ...]

    @property
    def subject(self) -> str:
        """Of the message."""
        return f"{self.guide} : nouveautés de l'édition {self.edition} ({self.day})"

    @property
    def is_empty(self) -> bool:
        """True when the edition changes nothing."""
        return not (self.parts or self.rates or self.own.sheets)


def digest_of(
    store: EditionStore, edition: int, chapters: Collection[str] = (), own: Collection[str] = ()
) -> Digest:
    """The digest of an edition: of some chapters (slugs; all without), with the sheets `own` (ids) told first."""
    told = edition_chapters(store, edition, chapters)
    mine = tuple(item for item in edition_news(store, edition).sheets if item.sheet in own)
    rates = _by_weight(store, told)
    share = max(1, min(MOST_OF_A_CHAPTER, MOST_LINES // max(1, len(told.chapters))))
    return Digest(
        guide=told.guide,
        notice=store.manifest(edition).notice.line,
        edition=edition,
        label=told.label,
        day=date_text(told.day),
        own=_part("Dans vos fiches", mine, MOST_OWN, count_rates=False),
        rates=rates[:MOST_RATES],
        other_rates=len(rates[MOST_RATES:]),
        parts=tuple(_part(chapter.title, chapter.sheets, share) for chapter in told.chapters),
    )


def _part(title: str, sheets: tuple[SheetNews, ...], most: int, *, count_rates: bool = True) -> DigestPart:
    named = [item for item in sheets if not (count_rates and item.kind == "bareme")]
    named.sort(key=lambda item: _ORDER.get(item.kind, 9))
    return DigestPart(title, tuple(named[:most]), len(named[most:]), len(sheets) - len(named))


def _by_weight(store: EditionStore, told: EditionChapters) -> tuple[RateNews, ...]:
    """As the page of news orders them."""
    guide = store.guide(store.manifest(told.edition))
    cited = Counter(rate for fact in guide.facts.values() for rate in fact.rates)
    return by_weight(told.rates, guide.rates, cited)


def as_html(digest: Digest, site: str) -> str:
    """The HTML part: whole in itself, readable without styles."""
    return _environment().get_template("courriel.html").render(d=digest, site=site, court=_short)


def as_text(digest: Digest, site: str) -> str:
    """The text part: all that the HTML says."""
    lines = [digest.subject, digest.label, ""]
    if digest.is_empty:
        lines += ["Cette édition ne change rien dans vos chapitres.", ""]
    if digest.own.sheets:
        lines += _text_part(digest.own, site)
    if digest.rates:
        lines += ["LES CHIFFRES LES PLUS UTILES", ""]
        lines += [f"- {item.label} : {_value(item, before=True)} -> {_value(item)}" for item in digest.rates]
        if digest.other_rates:
            lines.append(f"  et {_count(digest.other_rates, 'autre barème revu', 'autres barèmes revus')}.")
        lines.append("")
    for part in digest.parts:
        lines += _text_part(part, site)
    lines += [f"Toutes les nouveautés : {site}/editions/{digest.edition}/nouveautes.html"]
    lines += [f"Ne plus recevoir ce courriel, choisir ses chapitres : {site}/mes-fiches/reglages"]
    lines += [digest.notice, ""] if digest.notice else [""]
    return "\n".join(lines)


def message_to(subscriber: Subscriber, digest: Digest, settings: MailSettings, site: str) -> EmailMessage:
    """The message for one person. Raises `ValueError` on an address that can't be one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(digest.guide, addr_spec=settings.sender or "guide@localhost")
    message["To"] = Address(subscriber.account.display_name, addr_spec=subscriber.address)
    if settings.reply_to:
        message["Reply-To"] = settings.reply_to
    message["Subject"] = digest.subject
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(domain=urlsplit(site).hostname or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{site}/mes-fiches/reglages>"
    message["Content-Language"] = "fr"
    message.set_content(as_text(digest, site), cte="quoted-printable")
    message.add_alternative(as_html(digest, site), subtype="html", cte="quoted-printable")
    return message


def _text_part(part: DigestPart, site: str) -> list[str]:
    lines = [part.title.upper(), ""]
    for item in part.sheets:
        lines.append(f"- {event_name(item.kind)} : {item.title}")
        if item.summary:
            lines.append(f"  {_short(item.summary)}")
        if item.kind != "suppression":
            lines.append(f"  {site}/fiches/{item.sheet}.html")
    if part.others:
        lines.append(f"- et {_count(part.others, 'autre fiche', 'autres fiches')}")
    if part.by_rate:
        lines.append(
            f"- {_count(part.by_rate, 'fiche dont un barème change', 'fiches dont un barème change')}"
        )
    return [*lines, ""]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"


def _count(count: int, one: str, many: str) -> str:
    return f"{number(count)} {plural(count, one, many)}"


def _value(item: RateNews, *, before: bool = False) -> str:
    value = item.before if before else item.after
    if value is None:
        return "nouveau" if before else "retiré"
    return value_text(value.value, item.unit)


@cache
def _environment() -> Environment:
    environment = page_environment(Path(__file__).parent / "templates")
    environment.filters["valeur"] = _value
    return environment

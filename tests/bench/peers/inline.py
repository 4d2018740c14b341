"""Running text as Markdown, as an author who knows Hugo would type it: nothing is escaped that needn't be."""

import re
from dataclasses import dataclass, field
from datetime import date

from guide_pipeline.markup.inline import legal_href
from guide_pipeline.markup.text import external_href, keep_article, typeset
from guide_pipeline.markup.values import absent_text, rate_text, value_text
from guide_pipeline.model.guide import Guide
from guide_pipeline.model.inline import (
    AcronymRef,
    Foreign,
    Inline,
    Inlines,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
    legal_text,
)

_SPECIAL = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)|!$")
_STARTS_BLOCK = re.compile(r"#{1,6}(?=\s|$)|[-+](?=\s|$)|[>~={]|\d{1,9}(?=[.)](?:\s|$))")
_STARRED = {Mark.STRONG: ("**", "strong"), Mark.EMPHASIS: ("*", "em")}
_TAGS = {Mark.SUPERSCRIPT: "sup", Mark.SUBSCRIPT: "sub", Mark.QUOTE: "q", Mark.VARIABLE: "var"}


@dataclass(frozen=True, slots=True)
class InlineWriter:
    """Writes the inline content of a guide's sheets."""

    guide: Guide
    rates: dict[str, dict[str, str]] = field(default_factory=dict)
    """What `data/bareme.json` must hold: grows with each rate that is cited."""

    def markdown(self, content: Inlines) -> str:
        """Inline content as Markdown, on one line."""
        text = ""
        for number, item in enumerate(content):
            after = content[number + 1 : number + 2]
            text += self._item(item, text, after[0] if after else "")
        return text

    def _item(self, item: Inline, before: str, after: Inline) -> str:
        match item:
            case str():
                return plain_text(item)
            case Span():
                return _marked(item.mark, self.markdown(item.children), before, after)
            case Foreign():
                return f'<i lang="{item.lang}">{self.markdown(item.children)}</i>'
            case Link():
                return self._link(item)
            case TermRef():
                return f"[{self.markdown(item.children)}](#{item.term})"
            case AcronymRef() if item.acronym in self.guide.acronyms:
                return shortcode("sigle", item.acronym, item.text)
            case AcronymRef():
                return plain_text(item.text or item.acronym)
            case RateRef():
                return shortcode("bareme", self._rate(item))
            case LegalRef():
                text = plain_text(keep_article(legal_text(item)))
                return f"[{text}]({legal_href(item.code, item.article)})"
            case _:
                return "<br>"

    def _link(self, link: Link) -> str:
        place = f"#{link.anchor}" if link.anchor else ""
        if link.url:
            target = external_href(link.url)
            target = f"<{target}>" if re.search(r"[()]", target) else target
        elif link.chapter:
            target = f"/{link.chapter}{place}"
        else:
            target = (self.path(link.sheet) if link.sheet else "") + place
        return f"[{self.markdown(link.children) or self._own_words(link)}]({target})"

    def _own_words(self, link: Link) -> str:
        known = self.guide.facts.get(link.sheet)
        return plain_text(known.title if known else link.url or "plus bas")

    def path(self, sheet: str) -> str:
        """Where the content of a sheet is, as Hugo looks it up; a sheet that isn't there breaks Hugo's build too."""
        known = self.guide.facts.get(sheet)
        return f"/{known.chapter if known else ''}/{sheet}"

    def _rate(self, ref: RateRef) -> str:
        """The key of a rate in `data/bareme.json`: its value on a day, and what is said of it on hover."""
        day: date = ref.at or self.guide.date
        key = f"{ref.rate}-{ref.at}" if ref.at else ref.rate
        rate = self.guide.rates.get(ref.rate)
        value = rate.at(day) if rate else None
        if rate is None or value is None:
            self.rates[key] = {"value": absent_text(rate.label if rate else ref.rate, day), "said": ""}
        else:
            self.rates[key] = {"value": value_text(value.value, rate.unit), "said": rate_text(rate, value)}
        return key


def plain_text(text: str) -> str:
    """Text with the spaces of French typography, and a backslash before what Markdown or Hugo would read."""
    return _SPECIAL.sub(r"\\\g<0>", typeset(text)).replace("{{", "&#123;{")


def line_start(text: str) -> str:
    """A paragraph that Markdown doesn't take for a heading, an item or a quotation."""
    found = _STARTS_BLOCK.match(text)
    if not found:
        return text
    at = found.end() if text[0].isdigit() else 0
    return f"{text[:at]}\\{text[at:]}"


def _marked(mark: Mark, inner: str, before: str, after: Inline) -> str:
    if mark is Mark.AMOUNT:
        return f'<span class="montant">{inner}</span>'
    if mark not in _STARRED:
        return f"<{_TAGS[mark]}>{inner}</{_TAGS[mark]}>"
    star, tag = _STARRED[mark]
    following = after[:1] if isinstance(after, str) else "."
    # stars only where they can't be taken for text or for other stars: between a space and a letter, say
    opens = inner[:1].isalnum() or (not inner[:1].isspace() and (not before or before[-1].isspace()))
    closes = inner[-1:].isalnum() or (not inner[-1:].isspace() and (not following or following.isspace()))
    if opens and closes and "*" not in inner and not before.endswith("*"):
        return f"{star}{inner}{star}"
    return f"<{tag}>{inner}</{tag}>"


def shortcode(name: str, *words: str) -> str:
    """A call of a shortcode with the words that aren't empty."""
    quoted = ('"' + word.replace('"', '\\"') + '"' for word in words if word)
    return "{{< " + " ".join((name, *quoted)) + " >}}"

"""Text of Markdown: marks, links, and the roles that cite rates, acronyms and articles."""

import re
from collections.abc import Iterator
from datetime import date

from guide_pipeline.model.inline import (
    AcronymRef,
    Break,
    Inline,
    Inlines,
    LegalRef,
    Link,
    Mark,
    RateRef,
    Span,
    TermRef,
    clean_text,
    normalise,
)
from guide_pipeline.readers.addresses import is_address
from guide_pipeline.readers.markdown_body import Body, Node, tree
from guide_pipeline.readers.xml_inline import DAY

_MARKS = {
    "strong": Mark.STRONG,
    "em": Mark.EMPHASIS,
    "sup": Mark.SUPERSCRIPT,
    "sub": Mark.SUBSCRIPT,
}
_REFUSED = {
    "code_inline": "Le code entre accents graves n'existe pas dans une fiche : écrivez le texte seul.",
    "image": "Une image ne s'écrit pas en Markdown : faites la fiche en XML (<figure>).",
    "s": "Le texte barré n'existe pas dans une fiche : supprimez les ~~.",
}
_HTML = "Le HTML est interdit : {} ne sera pas lu. Pour le signe lui-même, écrivez \\<."
_STRAY_ANCHOR = re.compile(r"\{#[^{}]*\}")


def read_inlines(node: Node, body: Body, depth: int) -> Inlines:
    """The content of an "inline" token, in normal form. `depth` is that of the element that holds it."""
    nodes, inner = tree(node.token.children or ())
    if not body.fits(depth + inner, node.line):
        return ()
    return normalise(_Text(body, node.line).items(nodes))


class _Text:
    """Reads one text; `line` follows its line breaks, so that a problem shows its own line."""

    def __init__(self, body: Body, line: int) -> None:
        self.body, self.line, self.in_link = body, line, False

    def problem(self, code: str, message: str) -> None:
        self.body.problem(code, message, self.line)

    def items(self, nodes: list[Node]) -> Iterator[Inline]:
        for node in nodes:
            yield from self.item(node)

    def item(self, node: Node) -> Iterator[Inline]:
        token = node.token
        match node.kind:
            case "text":
                if _STRAY_ANCHOR.search(token.content):
                    self.problem(
                        "ancre-mal-placee", "Une ancre {#…} se met au bout d'un titre, nulle part ailleurs."
                    )
                yield token.content
            case "softbreak":
                self.line += 1
                yield " "
            case "hardbreak":
                self.line += 1
                yield Break()
            case "strong" | "em" | "sup" | "sub" as kind:
                yield Span(_MARKS[kind], tuple(self.items(node.children)))
            case "link":
                yield self.link(node)
            case "role":
                yield self.role(token.info, token.content)
            case "html_inline":
                self.problem("html-interdit", _HTML.format(token.content.split("\n")[0][:40]))
                self.line += token.content.count("\n")
                yield token.content
            case kind:
                self.problem(
                    "markdown-interdit", _REFUSED.get(kind, f"« {kind} » n'existe pas dans une fiche.")
                )
                yield token.content
                yield from self.items(node.children)

    def link(self, node: Node) -> Inline:
        target = str(node.token.attrGet("href") or "")
        if node.token.attrGet("title"):
            self.problem(
                "markdown-interdit", "Un lien n'a pas d'infobulle : supprimez le texte entre guillemets."
            )
        if self.in_link:
            message = f"Le lien « {target} » est dans un autre lien : un texte mène à un seul endroit."
            self.problem("lien-imbrique", message)
        around, self.in_link = self.in_link, True
        children = tuple(self.items(node.children))
        self.in_link = around
        if term := target.removeprefix("terme:") if target.startswith("terme:") else "":
            return TermRef(term, children)
        if link := link_to(target, children):
            return link
        message = f"Le lien « {target} » ne mène nulle part : écrivez fiche:ID, #ancre, chapitre:SLUG, terme:ID ou https://…"
        self.problem("lien-inconnu", message)
        return Link(children, url=target)

    def role(self, name: str, argument: str) -> Inline:
        self.line += argument.count("\n")
        argument = clean_text(argument).strip(" ")
        value, _, text = (part.strip(" ") for part in argument.partition("|"))
        match name:
            case "bareme":
                rate, at, day = (part.strip(" ") for part in argument.partition("@"))
                if rate:
                    return RateRef(rate, self.day(day) if at else None)
            case "sigle" if value:
                return AcronymRef(value, text)
            case "article":
                code, _, number = (part.strip(" ") for part in value.rpartition(":"))
                if code and number:
                    return LegalRef(code, number, text)
            case "sigle" | "":
                pass
            case _:
                self.problem("role-inconnu", f"« {name} » n'est pas connu (choix : bareme, sigle, article).")
                return f"{{{name}:{argument}}}"
        self.problem(
            "role-mal-forme",
            "Écrivez {bareme:ID}, {bareme:ID@AAAA-MM-JJ}, {sigle:ID}, {sigle:ID|texte}, "
            "{article:CODE:NUMÉRO} ou {article:CODE:NUMÉRO|texte}.",
        )
        return f"{{{name}:{argument}}}" if name else argument

    def day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text if DAY.fullmatch(text) else "")
        except ValueError:
            self.problem("date-invalide", f"« {text} » n'est pas une date : écrivez AAAA-MM-JJ.")
            return None


def link_to(target: str, children: Inlines = ()) -> Link | None:
    """The link that an address of our Markdown stands for, None when it leads nowhere."""
    if target.startswith("fiche:"):
        sheet, _, anchor = target.removeprefix("fiche:").partition("#")
        return Link(children, sheet=sheet, anchor=anchor) if sheet else None
    if target.startswith("chapitre:"):
        chapter = target.removeprefix("chapitre:")
        return Link(children, chapter=chapter) if chapter else None
    if target.startswith("#"):
        return Link(children, anchor=target[1:]) if target[1:] else None
    return Link(children, url=target) if is_address(target) else None

"""Reads canonical bytes back: the inverse of `canonical.serialise`, and of nothing else.

Files that people write go through `readers.xml_sheet`, which explains every problem. An object of the store is
known by its hash to be canonical, so here each line is one element, as the writer made it: no XML parser, no
normal form to seek, several times faster. Anything unexpected is a ValueError. The law
`read_canonical(serialise(sheet)) == sheet` is a property test, and a test over the whole open data.
"""

import re
from collections.abc import Callable
from datetime import date
from itertools import repeat
from typing import TypeVar

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    Case,
    CaseDisplay,
    CaseGroup,
    Cell,
    Column,
    Contact,
    ContactKind,
    Definition,
    Figure,
    Form,
    FormKind,
    FormPart,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Reference,
    Resource,
    Row,
    Section,
    Table,
)
from guide_pipeline.model.canonical_inline import Attributes, attributes, day, inlines, plain_text, remembered
from guide_pipeline.model.sheet import Sheet, SheetKind, SheetLink, Status

_Block = TypeVar("_Block", bound=Block)
_HEAD = re.compile(r"<([a-z-]+)((?: [a-z-]+=\"[^\"]*\")*)(/?)>")
_heads: dict[str, tuple[str, Attributes, bool]] = {}
"""Start tags met: a few say most of what a guide has."""


_LEVELS = 3
"""Elements between blocks and the blocks around them, at most: a table, its row, its cell."""


def read_canonical(data: bytes) -> Sheet:
    """The sheet of canonical bytes; ValueError when they aren't what `serialise` writes."""
    return _read(data)[0]


def read_measured(data: bytes) -> tuple[Sheet, int]:
    """The same, and a number that is no less than that of elements one inside the other: cheap, and generous."""
    sheet, reading = _read(data)
    return sheet, 1 + _LEVELS * reading.deepest + max(map(str.count, reading.lines, repeat("</")))


def _read(data: bytes) -> tuple[Sheet, "_Reading"]:
    lines = data.decode().split("\n")
    if lines.pop() != "" or len(lines) < 3:
        raise ValueError("not canonical: cut short")
    reading = _Reading(lines)
    try:
        return reading.sheet(), reading
    except (IndexError, KeyError, AttributeError) as error:
        raise ValueError(f"not canonical: {error}") from error


class _Reading:
    """A cursor over the lines of one sheet."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 1  # line 0 is the XML declaration
        self.depth = self.deepest = 1
        """Of blocks inside blocks. References and other lists hold no blocks: they count as one level."""

    def head(self) -> tuple[str, Attributes, bool]:
        """Take a line that is one start tag: its name, its attributes, whether it is empty."""
        line = self.lines[self.at]
        head = _heads.get(line)
        if head is None:
            found = _HEAD.fullmatch(line)
            if found is None:
                raise ValueError(f"not canonical: line {self.at + 1}")
            head = found[1], attributes(found[2]), bool(found[3])
            remembered(_heads, line, head)
        self.at += 1
        return head

    def end(self, name: str) -> bool:
        """Take the end tag of that name, if it is next."""
        if self.lines[self.at] == f"</{name}>":
            self.at += 1
            return True
        return False

    def text(self, name: str) -> str:
        """Take `<name>…</name>` if it is next: what stands between, still escaped; '' when it isn't."""
        line = self.lines[self.at]
        start = f"<{name}>"
        if not line.startswith(start) or not line.endswith(f"</{name}>"):
            return ""
        self.at += 1
        return line[len(start) : -len(start) - 1]

    def texts(self, name: str) -> tuple[str, ...]:
        """Take every `<name>…</name>` in a row."""
        found = []
        while text := self.text(name):
            found.append(plain_text(text))
        return tuple(found)

    def one(self, name: str) -> str:
        """Take `<name>…</name>` if it is next, as plain text."""
        return plain_text(self.text(name))

    def blocks(self, *ends: str) -> Blocks:
        """Take blocks up to a line that starts with one of `ends` (which is left)."""
        blocks: list[Block] = []
        lines = self.lines
        self.depth += 1
        if self.depth > self.deepest:
            self.deepest = self.depth
        while True:
            line = lines[self.at]
            if line[:3] == "<p>":
                blocks.append(Paragraph(inlines(line[3:-4])))
                self.at += 1
            elif line.startswith(ends):
                self.depth -= 1
                return tuple(blocks)
            else:
                name, values, _ = self.head()
                blocks.append(_BLOCKS[name](self, values))

    def inside(self, name: str) -> Blocks:
        """Take blocks up to the end tag of that name, and the end tag."""
        end = f"</{name}>"
        blocks = self.blocks(end)
        self.at += 1
        return blocks

    def sheet(self) -> Sheet:
        """Take the whole sheet."""
        name, values, _ = self.head()
        if name != "fiche":
            raise ValueError("not canonical: no sheet")
        sheet = Sheet(
            id=values["id"],
            chapter=values["chapitre"],
            title=self.one("titre"),
            updated=date.fromisoformat(values["maj"]),
            kind=SheetKind(values["type"]),
            status=Status(values.get("statut", "")),
            folder=self.one("dossier"),
            audience=self.texts("public"),
            keywords=self.texts("mot-cle"),
            summary=self.one("resume"),
            effective=day(values.get("effet")),
            checked=day(values.get("verifie")),
            blocks=self.inside("contenu") if self.group("contenu") else (),
            see_also=self.links("voir-aussi"),
            contacts=self.many("contacts", Contact),
            references=self.references() if self.group("references") else (),
            forms=self.many("formulaires", Form),
            resources=self.many("ressources", Resource),
            definitions=self.many("definitions", Definition),
            acronyms=self.acronyms(),
            questions=self.links("questions"),
        )
        if not self.end("fiche") or self.at != len(self.lines):
            raise ValueError("not canonical: something follows")
        return sheet

    def group(self, name: str) -> bool:
        """Take the start tag of a group, if it is next."""
        if self.lines[self.at] == f"<{name}>":
            self.at += 1
            return True
        return False

    def many(self, name: str, kind: type[_Block]) -> tuple[_Block, ...]:
        """Take a group of blocks of one kind."""
        if not self.group(name):
            return ()
        blocks = self.inside(name)
        found = tuple(block for block in blocks if isinstance(block, kind))
        if len(found) != len(blocks):
            raise ValueError(f"not canonical: <{name}>")
        return found

    def links(self, name: str) -> tuple[SheetLink, ...]:
        """Take a group of links."""
        found = []
        if self.group(name):
            while not self.end(name):
                match = _RENVOI.fullmatch(self.lines[self.at])
                if match is None:
                    raise ValueError(f"not canonical: line {self.at + 1}")
                self.at += 1
                get = attributes(match[1]).get
                target = (get("fiche", ""), get("chapitre", ""), get("url", ""), get("ancre", ""))
                found.append(SheetLink(*target, plain_text(match[2] or ""), get("contexte", "")))
        return tuple(found)

    def references(self) -> tuple[Reference, ...]:
        """Take references up to the end tag of their group, and the end tag."""
        found = self.references_here()
        if not self.end("references"):
            raise ValueError("not canonical: references")
        return found

    def references_here(self) -> tuple[Reference, ...]:
        """Take every reference in a row."""
        found = []
        while self.lines[self.at].startswith(("<reference ", "<reference>")):
            _, values, _ = self.head()
            title, articles = self.one("titre"), self.texts("num")
            detail, source = self.one("precision"), self.one("source")
            found.append(
                Reference(title, values.get("code", ""), articles, detail, values.get("url", ""), source)
            )
            if not self.end("reference"):
                raise ValueError("not canonical: reference")
        return tuple(found)

    def acronyms(self) -> tuple[str, ...]:
        """Take the group of acronyms."""
        found = []
        if self.group("sigles"):
            while not self.end("sigles"):
                found.append(self.head()[1]["id"])
        return tuple(found)


_RENVOI = re.compile(r"<renvoi((?: [a-z-]+=\"[^\"]*\")*)(?:/>|>(.*)</renvoi>)")


def _section(r: _Reading, values: Attributes) -> Section:
    title = inlines(r.text("titre"))
    return Section(values["id"], title, r.inside("section"), values.get("type", ""))


def _list(r: _Reading, values: Attributes) -> ListBlock:
    items = []
    while not r.end("liste"):
        if not r.group("item"):
            raise ValueError("not canonical: liste")
        items.append(ListItem(r.inside("item")))
    return ListBlock(tuple(items), ordered=values.get("type") == "numeros")


def _table(r: _Reading, values: Attributes) -> Table:
    caption, summary = inlines(r.text("legende")), r.one("resume")
    columns, rows = [], []
    while not r.end("tableau"):
        name, values, _ = r.head()
        header = values.get("entete") == "oui"
        if name == "colonne":
            columns.append(Column(header, int(values.get("largeur", 0))))
            continue
        cells = []
        while not r.end("ligne"):
            name, values, _ = r.head()
            if name != "cellule":
                raise ValueError("not canonical: ligne")
            spans = int(values.get("colonnes", 1)), int(values.get("lignes", 1))
            cells.append(Cell(r.inside("cellule"), *spans))
        rows.append(Row(tuple(cells), header))
    return Table(tuple(rows), tuple(columns), caption, summary)


def _note(r: _Reading, values: Attributes) -> Note:
    title = inlines(r.text("titre"))
    return Note(NoteKind(values["type"]), r.inside("note"), title)


def _cases(r: _Reading, values: Attributes) -> CaseGroup:
    display = CaseDisplay(values["affichage"])
    cases = []
    while not r.end("alternatives"):
        name, about, _ = r.head()
        if name != "cas":
            raise ValueError("not canonical: alternatives")
        title = inlines(r.text("titre"))
        cases.append(Case(about["id"], title, r.inside("cas"), about.get("type", "")))
    return CaseGroup(tuple(cases), display)


def _definition(r: _Reading, values: Attributes) -> Definition:
    term = inlines(r.text("mot"))
    blocks = r.blocks("<reference ", "<reference>", "</definition>")
    references = r.references_here()
    r.at += 1
    return Definition(values["id"], term, blocks, references)


def _contact(r: _Reading, values: Attributes) -> Contact:
    title, detail, phone = r.one("titre"), r.one("precision"), r.one("telephone")
    blocks = r.blocks("<adresse-web>", "<annuaire>", "<source>", "</contact>")
    urls, directory, source = r.texts("adresse-web"), r.texts("annuaire"), r.one("source")
    _close(r, "contact")
    kind = ContactKind(values["type"])
    return Contact(title, values.get("id", ""), kind, detail, phone, blocks, urls, directory, source)


def _form(r: _Reading, values: Attributes) -> Form:
    get = values.get
    title = r.one("titre")
    blocks = r.blocks("<annexe", "<notice", "<source>", "</formulaire>")
    parts = []
    while r.lines[r.at].startswith(("<annexe", "<notice")):
        parts.append(_part(r))
    source = r.one("source")
    _close(r, "formulaire")
    numbers = get("url", ""), get("cerfa", ""), get("numero", "")
    about = get("format", ""), get("taille", ""), get("langue", "")
    return Form(
        title, get("id", ""), FormKind(values["type"]), *numbers, *about, source, blocks, tuple(parts)
    )


def _part(r: _Reading) -> FormPart:
    name, values, _ = r.head()
    get = values.get
    title = r.one("titre")
    blocks = r.blocks("<source>", f"</{name}>")
    source = r.one("source")
    _close(r, name)
    about = get("cerfa", ""), get("format", ""), get("taille", "")
    return FormPart(title, get("url", ""), name == "notice", *about, source, blocks)


def _resource(r: _Reading, values: Attributes) -> Resource:
    get = values.get
    title = r.one("titre")
    blocks = r.blocks("<source>", "</ressource>")
    source = r.one("source")
    _close(r, "ressource")
    about = get("format", ""), get("taille", ""), get("langue", "")
    return Resource(title, get("url", ""), get("id", ""), *about, source, blocks)


def _figure(r: _Reading, values: Attributes) -> Figure:
    caption, alt, credit = r.one("legende"), r.one("texte"), r.one("credit")
    return Figure(values["src"], alt, caption, credit, r.inside("figure"))


def _close(r: _Reading, name: str) -> None:
    if not r.end(name):
        raise ValueError(f"not canonical: <{name}> stays open")


_BLOCKS: dict[str, Callable[[_Reading, Attributes], Block]] = {
    "section": _section,
    "liste": _list,
    "tableau": _table,
    "note": _note,
    "alternatives": _cases,
    "definition": _definition,
    "contact": _contact,
    "formulaire": _form,
    "ressource": _resource,
    "figure": _figure,
}

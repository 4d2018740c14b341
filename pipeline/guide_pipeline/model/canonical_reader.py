"""Reads canonical bytes back: the inverse of `canonical.serialise`, and of nothing else.

Files that people write go through `readers.xml_sheet`, which explains every problem. Here each line is one element, as
the writer made it: no XML parser, no normal form to seek, several times faster. Anything that the writer wouldn't have
written just so is a ValueError: so what is read here is proven canonical. The laws `read_canonical(serialise(sheet)) ==
sheet` and `serialise(read_canonical(data)) == data` are property tests, and tests over the whole open data.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
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
from guide_pipeline.model.canonical_inline import (
    ATTRIBUTES_PATTERN,
    Attributes,
    attributes,
    character_data,
    day,
    inlines,
)
from guide_pipeline.model.canonical_lines import Lines
from guide_pipeline.model.sheet import Sheet, SheetKind, SheetLink, Status

_Block = TypeVar("_Block", bound=Block)
_LEVELS = 3
"""Elements between blocks and the blocks around them, at most: a table, its row, its cell."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet, with what its lines have shown: for who doubts what it says, since its form is beyond doubt."""

    sheet: Sheet
    depth: int
    """No less than the number of elements one inside the other: cheap, and generous."""
    marked: str
    """The lines that say more than words: tags with attributes, marks in running text, addresses."""
    untidy: bool
    """Whether something has no title that should have one, or a text begins or ends with a space."""


def read_canonical(data: bytes) -> Sheet:
    """The sheet of canonical bytes; ValueError when they aren't what `serialise` writes."""
    return _read(data.decode())[0]


def read_written(text: str) -> Written:
    """The same of their text, with what was seen on the way."""
    sheet, reading = _read(text)
    depth = 1 + _LEVELS * reading.deepest + max(map(str.count, reading.marked, repeat("</")))
    return Written(sheet, depth, "\n".join(reading.marked), reading.untidy)


def _read(text: str) -> tuple[Sheet, "_Reading"]:
    try:
        reading = _Reading(text)
        return reading.sheet(), reading
    except (IndexError, KeyError, AttributeError) as error:
        raise ValueError(f"not canonical: {error}") from error


class _Reading(Lines):
    """A sheet being read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = self.deepest = 1
        """Of blocks inside blocks. References and other lists hold no blocks: they count as one level."""

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
                blocks.append(self.paragraph(line))
                self.at += 1
            elif line.startswith(ends):
                self.depth -= 1
                return tuple(blocks)
            else:
                name, values = self.head()
                blocks.append(_BLOCKS[name](self, values))

    def paragraph(self, line: str) -> Paragraph:
        """The paragraph on a line."""
        text = line[3:-4]
        if line[-4:] != "</p>":
            raise self.wrong()
        if not text:
            return Paragraph(())
        if text[0] == " " or text[-1] == " ":
            self.untidy = True
        if "<" in text:
            self.marked.append(line)
            return Paragraph(inlines(text))
        return Paragraph((character_data(text) if "&" in text or ">" in text else text,))

    def inside(self, name: str) -> Blocks:
        """Take blocks up to the end tag of that name, and the end tag."""
        end = f"</{name}>"
        line = self.lines[self.at]
        if line[:3] == "<p>" and self.lines[self.at + 1] == end:
            # one paragraph: most items and cells
            paragraph = self.paragraph(line)
            self.at += 2
            if self.depth == self.deepest:
                self.deepest += 1
            return (paragraph,)
        blocks = self.blocks(end)
        self.close(name)
        return blocks

    def sheet(self) -> Sheet:
        """Take the whole sheet."""
        name, values = self.head()
        if name != "fiche":
            raise ValueError("not canonical: no sheet")
        updated = day(values["maj"])
        assert updated
        sheet = Sheet(
            id=values["id"],
            chapter=values["chapitre"],
            title=self.name(),
            updated=updated,
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
                line = self.lines[self.at]
                match = _RENVOI.fullmatch(line)
                if match is None:
                    raise self.wrong()
                self.marked.append(line)
                self.at += 1
                get = attributes("renvoi", match[1]).get
                target = (get("fiche", ""), get("chapitre", ""), get("url", ""), get("ancre", ""))
                found.append(SheetLink(*target, character_data(match[2] or ""), get("contexte", "")))
        return tuple(found)

    def references(self) -> tuple[Reference, ...]:
        """Take references up to the end tag of their group, and the end tag."""
        found = self.references_here()
        self.close("references")
        return found

    def references_here(self) -> tuple[Reference, ...]:
        """Take every reference in a row."""
        found = []
        while self.lines[self.at].startswith(("<reference ", "<reference>")):
            _, values = self.head()
            code, title = values.get("code", ""), self.one("titre")
            self.untidy |= not (code or title)
            articles = self.texts("num")
            detail, source = self.one("precision"), self.one("source")
            found.append(Reference(title, code, articles, detail, values.get("url", ""), source))
            self.close("reference")
        return tuple(found)

    def acronyms(self) -> tuple[str, ...]:
        """Take the group of acronyms."""
        found = []
        if self.group("sigles"):
            while not self.end("sigles"):
                name, values = self.head()
                if name != "sigle":
                    raise self.wrong()
                found.append(values["id"])
        return tuple(found)


_RENVOI = re.compile(rf"<renvoi({ATTRIBUTES_PATTERN})(?:/>|>(.+)</renvoi>)")


def _section(r: _Reading, values: Attributes) -> Section:
    title = r.title()
    return Section(values["id"], title, r.inside("section"), values.get("type", ""))


def _list(r: _Reading, values: Attributes) -> ListBlock:
    items = []
    while r.start("item"):
        items.append(ListItem(r.inside("item")))
    r.close("liste")
    return ListBlock(tuple(items), _said(values, "type", "numeros"))


def _table(r: _Reading, values: Attributes) -> Table:
    caption, summary = r.running("legende"), r.one("resume")
    columns: list[Column] = []
    rows: list[Row] = []
    while not r.end("tableau"):
        name, values = r.head()
        if name == "colonne" and not rows:
            columns.append(Column(_said(values, "entete", "oui"), _number(values, "largeur", 0)))
        elif name == "ligne":
            rows.append(Row(_cells(r), _said(values, "entete", "oui")))
        else:
            raise r.wrong()
    return Table(tuple(rows), tuple(columns), caption, summary)


def _cells(r: _Reading) -> tuple[Cell, ...]:
    cells = []
    while not r.end("ligne"):
        name, values = r.head()
        if name != "cellule":
            raise r.wrong()
        spans = _number(values, "colonnes", 1), _number(values, "lignes", 1)
        cells.append(Cell(r.inside("cellule"), *spans))
    return tuple(cells)


def _said(values: Attributes, name: str, word: str) -> bool:
    """Whether an attribute is there, which has one value only."""
    value = values.get(name)
    if value not in (None, word):
        raise ValueError(f"not canonical: {name}={value}")
    return value is not None


def _number(values: Attributes, name: str, default: int) -> int:
    """A number, which is written when it is above its default."""
    text = values.get(name)
    number = int(text) if text else default
    if text and (number <= default or str(number) != text):
        raise ValueError(f"not canonical: {name}={text}")
    return number


def _note(r: _Reading, values: Attributes) -> Note:
    title = r.running("titre")
    return Note(NoteKind(values["type"]), r.inside("note"), title)


def _cases(r: _Reading, values: Attributes) -> CaseGroup:
    display = CaseDisplay(values["affichage"])
    cases = []
    while not r.end("alternatives"):
        name, about = r.head()
        if name != "cas":
            raise r.wrong()
        title = r.title()
        cases.append(Case(about["id"], title, r.inside("cas"), about.get("type", "")))
    return CaseGroup(tuple(cases), display)


def _definition(r: _Reading, values: Attributes) -> Definition:
    term = r.title("mot")
    blocks = r.blocks("<reference ", "<reference>", "</definition>")
    references = r.references_here()
    r.close("definition")
    return Definition(values["id"], term, blocks, references)


def _contact(r: _Reading, values: Attributes) -> Contact:
    title, detail, phone = r.name(), r.one("precision"), r.one("telephone")
    blocks = r.blocks("<adresse-web>", "<annuaire>", "<source>", "</contact>")
    urls = r.texts("adresse-web")
    r.marked += r.lines[r.at - len(urls) : r.at]
    directory, source = r.texts("annuaire"), r.one("source")
    r.close("contact")
    kind = ContactKind(values["type"])
    return Contact(title, values.get("id", ""), kind, detail, phone, blocks, urls, directory, source)


def _form(r: _Reading, values: Attributes) -> Form:
    get = values.get
    title = r.name()
    blocks = r.blocks("<annexe", "<notice", "<source>", "</formulaire>")
    parts = []
    while r.lines[r.at].startswith(("<annexe", "<notice")):
        parts.append(_part(r))
    source = r.one("source")
    r.close("formulaire")
    numbers = get("url", ""), get("cerfa", ""), get("numero", "")
    about = get("format", ""), get("taille", ""), get("langue", "")
    return Form(
        title, get("id", ""), FormKind(values["type"]), *numbers, *about, source, blocks, tuple(parts)
    )


def _part(r: _Reading) -> FormPart:
    name, values = r.head()
    get = values.get
    title = r.name()
    blocks = r.blocks("<source>", f"</{name}>")
    source = r.one("source")
    r.close(name)
    about = get("cerfa", ""), get("format", ""), get("taille", "")
    return FormPart(title, get("url", ""), name == "notice", *about, source, blocks)


def _resource(r: _Reading, values: Attributes) -> Resource:
    get = values.get
    title = r.name()
    blocks = r.blocks("<source>", "</ressource>")
    source = r.one("source")
    r.close("ressource")
    about = get("format", ""), get("taille", ""), get("langue", "")
    return Resource(title, get("url", ""), get("id", ""), *about, source, blocks)


def _figure(r: _Reading, values: Attributes) -> Figure:
    caption, alt, credit = r.one("legende"), r.one("texte"), r.one("credit")
    return Figure(values["src"], alt, caption, credit, r.inside("figure"))


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

"""R files: forms, services, simulators, model letters, and what a sheet takes from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from guide_pipeline.model.blocks import Block, Blocks, Contact, Definition, Form, FormKind, walk_blocks
from guide_pipeline.model.guide import Acronym
from guide_pipeline.model.inline import Inline, TermRef, walk_inlines
from guide_pipeline.model.sheet import contents_of
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.secure_xml import parse_xml
from guide_pipeline.readers.service_public.archive import Archive
from guide_pipeline.readers.service_public.blocks import read_blocks
from guide_pipeline.readers.service_public.cards import (
    attribute,
    form_kind,
    read_contact,
    read_definition,
    read_parts,
)
from guide_pipeline.readers.service_public.inline import child_text, joined_text
from guide_pipeline.readers.service_public.page import Page, Places, Tally, Target, official_url
from guide_pipeline.readers.service_public.vocabulary import DC


@dataclass(frozen=True, slots=True)
class FormFile:
    """An R file, read."""

    form: Form
    """Without id nor text."""
    introduction: Blocks
    text: Blocks
    """Of a model letter, the letter."""
    contacts: tuple[tuple[str, Contact], ...]
    """(id, contact): where to send it, whom to ask."""
    definitions: tuple[Definition, ...]


class FormFiles:
    """The R files of a release, each read once, when a sheet needs it."""

    def __init__(self, archive: Archive, places: Places, tally: Tally) -> None:
        self._archive, self._places, self._tally = archive, places, tally
        self._read: dict[str, FormFile | None] = {}

    def __contains__(self, key: str) -> bool:
        return key[:1] == "R" and key in self._archive

    def get(self, key: str) -> FormFile | None:
        """The form of that id, None when the release has none (or one that can't be read, noted)."""
        if key not in self._read:
            self._read[key] = self._load(key) if key in self else None
        return self._read[key]

    def _load(self, key: str) -> FormFile | None:
        problems = Problems(self._archive.file(key))
        root = parse_xml(self._archive.read(key), problems)
        read = None if root is None else self._file(key, root, problems)
        self._tally.issues.extend(problems.found)
        return read

    def _file(self, key: str, root: etree._Element, problems: Problems) -> FormFile:
        collect_acronyms(root, self._tally)
        definitions = root.findall("Definition")
        terms = frozenset(child.get("ID", "") for child in definitions)
        page = Page(problems, self._places, self._tally, _FormsElsewhere(self), terms=terms)
        page.anchors.plan(root, scope=key, in_card=True)
        for child in root:
            if not isinstance(child.tag, str) or child.tag in _KNOWN or child.tag.startswith(DC):
                continue
            page.unknown(child)
        return FormFile(
            form=_form(root, page),
            introduction=_children(root, "Introduction", page),
            text=_children(root, "Texte", page),
            contacts=tuple(
                (child.get("ID", ""), read_contact(child, page, read_blocks))
                for child in root.iterfind("OuSAdresser")
            ),
            definitions=tuple(read_definition(child, page, read_blocks) for child in definitions),
        )


_KNOWN = frozenset(
    {
        "SurTitre", "Audience", "Canal", "Cible", "FilDAriane", "Theme", "Dossier", "FicheLiee", "PivotLocal",
        "NumeroCerfa", "AutreNumero", "LienWeb", "Introduction", "Texte", "NoticeLiee", "OuSAdresser",
        "ServiceEnLigneAnnexe", "ServiceEnLigneAlternatif", "Definition", "Abreviation",
    }
)  # fmt: skip


def _form(root: etree._Element, page: Page) -> Form:
    web = root.find("LienWeb")
    about = root if web is None else web
    return Form(
        title=child_text(root, f"{DC}title"),
        kind=form_kind(root),
        url=page.address(about),
        number=child_text(root, "NumeroCerfa"),
        other_number=child_text(root, "AutreNumero"),
        format=attribute(about, "format"),
        size=attribute(about, "poids"),
        lang=attribute(about, "langue"),
        source=child_text(about, "Source"),
        parts=tuple(read_parts(root, page, read_blocks)),
    )


def _children(root: etree._Element, name: str, page: Page) -> Blocks:
    return tuple(block for child in root.iterfind(name) for block in read_blocks(child, page))


class _FormsElsewhere:
    """The forms that the text of a form cites: they are on the official site."""

    def __init__(self, files: FormFiles) -> None:
        self._files = files

    def target(self, key: str, audience: str) -> Target:
        return Target(url=official_url(key, audience)) if key in self._files or audience else Target()

    def finish(self, element: etree._Element, form: Form) -> Form:
        return form


class SheetForms:
    """The forms of one sheet. A form that the text cites without listing it is listed too, at the end."""

    def __init__(
        self,
        files: FormFiles,
        tally: Tally,
        card_ids: Mapping[etree._Element, str],
        contacts: frozenset[str],
    ) -> None:
        self._files, self._tally, self._contacts = files, tally, contacts
        self._card_ids = card_ids
        self._anchors = {element.get("ID", ""): anchor for element, anchor in card_ids.items()}
        self._cited: dict[str, Form] = {}
        self.definitions: dict[str, Definition] = {}
        """Those that the texts taken from R files refer to."""

    def target(self, key: str, audience: str) -> Target:
        """The place of the form in the sheet; the official site for a form that the release doesn't have."""
        if key in self._anchors:
            return Target(anchor=self._anchors[key])
        if file := self._files.get(key):
            self._cited.setdefault(key, self._whole(replace(file.form, id=key), file))
            return Target(anchor=key)
        if audience:
            self._tally.outside_links += 1
            return Target(url=official_url(key, audience))
        return Target()

    def finish(self, element: etree._Element, form: Form) -> Form:
        """A form of the sheet's own list gets what its R file says more; a letter gets its text anywhere."""
        file = self._files.get(element.get("ID", ""))
        if file is None or element not in self._card_ids:
            return form
        parent = element.getparent()
        listed = parent is not None and parent.tag == "Publication"
        if not listed and form.kind is not FormKind.LETTER:
            return form
        has_text = element.find("Texte") is not None
        return self._whole(
            replace(form, url=form.url or file.form.url),
            replace(
                file,
                introduction=() if form.blocks or not listed else file.introduction,
                text=() if has_text else file.text,
                contacts=file.contacts if listed else (),
            ),
        )

    def _whole(self, form: Form, file: FormFile) -> Form:
        contacts = tuple(contact for key, contact in file.contacts if key not in self._contacts)
        whole = replace(form, blocks=(*form.blocks, *file.introduction, *file.text, *contacts))
        if file.definitions:
            self._define(whole, file)
        return whole

    def _define(self, box: Block, file: FormFile) -> None:
        """Take from a file the definitions that a box refers to, and those that these refer to."""
        terms = {item.term for item in inlines_in((box,)) if isinstance(item, TermRef)}
        for definition in file.definitions:
            if definition.id in terms and definition.id not in self.definitions:
                self.definitions[definition.id] = definition
                self._define(definition, file)

    def cited(self) -> tuple[Form, ...]:
        """The forms that the text cites and the file doesn't list, in order of first link."""
        return tuple(self._cited.values())


def inlines_in(blocks: Blocks) -> Iterator[Inline]:
    """Every inline of some blocks, and of the blocks inside them."""
    for block in walk_blocks(blocks):
        for content in contents_of(block):
            yield from walk_inlines(content)


def acronym_of(element: etree._Element) -> tuple[str, str]:
    """The acronym that an `Abreviation` explains, and what it stands for."""
    return child_text(element, "Titre"), joined_text(element, "Texte")


def collect_acronyms(root: etree._Element, tally: Tally) -> None:
    """Note the acronyms that a file explains; the first explanation of an id stands."""
    for element in root.iterfind("Abreviation"):
        key, (title, expansion) = element.get("ID", ""), acronym_of(element)
        if key and title and expansion and key not in tally.acronyms:
            tally.acronyms[key] = Acronym(key, expansion, label=title)

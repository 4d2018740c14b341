"""One F file becomes one sheet."""

from collections.abc import Callable
from datetime import date

from lxml import etree

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    Contact,
    Definition,
    Form,
    Paragraph,
    Reference,
    Resource,
)
from guide_pipeline.model.inline import Inlines, Link, TermRef, clean_text, plain, walk_inlines
from guide_pipeline.model.sheet import Sheet, SheetKind, SheetLink, Status
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.service_public.anchors import Anchors
from guide_pipeline.readers.service_public.blocks import read_block, read_blocks
from guide_pipeline.readers.service_public.cards import (
    read_contact,
    read_definition,
    read_form,
    read_reference,
    read_resource,
)
from guide_pipeline.readers.service_public.forms import FormFiles, SheetForms, acronym_of, collect_acronyms
from guide_pipeline.readers.service_public.inline import child_text, joined_text, text_of
from guide_pipeline.readers.service_public.page import Page, Places, Tally
from guide_pipeline.readers.service_public.vocabulary import DC, SHEET_KINDS, is_metadata

_CARDS = ("OuSAdresser", "ServiceEnLigne", "PourEnSavoirPlus")
_UNKNOWN_DAY = date(1900, 1, 1)


def read_sheet(
    root: etree._Element, problems: Problems, places: Places, forms: FormFiles, tally: Tally
) -> Sheet:
    """The sheet of a `Publication`. Whatever the reader doesn't know is noted in `problems`, and kept."""
    collect_acronyms(root, tally)
    anchors = Anchors()
    terms = frozenset(anchors.take(e.get("ID", "")) for e in root.iterfind("Definition") if e.get("ID"))
    card_ids = _card_ids(root, anchors)
    anchors.plan(root)
    contacts = frozenset(element.get("ID", "") for element in root.iter("OuSAdresser"))
    sheet_forms = SheetForms(forms, tally, card_ids, contacts)
    sections = anchors.sections_by_source_id()
    page = Page(problems, places, tally, sheet_forms, anchors, sections, terms, card_ids)
    return _Reading(root, page, sheet_forms).sheet()


def modified_on(root: etree._Element) -> date | None:
    """The day of the last change, as `dc:date` says it ('modified 2019-01-15')."""
    words = child_text(root, f"{DC}date").split()
    try:
        return date.fromisoformat(words[-1]) if words else None
    except ValueError:
        return None


def _card_ids(root: etree._Element, anchors: Anchors) -> dict[etree._Element, str]:
    """One place for each contact, form and resource: the sheet's own list, else where it first stands."""
    found: dict[str, etree._Element] = {}
    for element in sorted(root.iter(*_CARDS), key=lambda e: e.getparent() is not root):
        if key := element.get("ID"):
            found.setdefault(key, element)
    return {element: anchors.take(key) for key, element in found.items()}


class _Reading:
    """One reading of a file: its top elements, in order, each to its list."""

    def __init__(self, root: etree._Element, page: Page, all_forms: SheetForms) -> None:
        self.root, self.page, self.all_forms = root, page, all_forms
        self.introduction = root.find("Introduction")
        self.blocks: list[Block] = []
        self.see_also: list[SheetLink] = []
        self.questions: list[SheetLink] = []
        self.contacts: list[Contact] = []
        self.references: list[Reference] = []
        self.forms: list[Form] = []
        self.resources: list[Resource] = []
        self.definitions: dict[str, Definition] = {}

    def sheet(self) -> Sheet:
        root = self.root
        summary, introduction = self._introduction()
        self._read_children(introduction)
        for key, definition in self.all_forms.definitions.items():
            self.definitions.setdefault(key, definition)
        key = root.get("ID", "")
        return Sheet(
            id=key,
            chapter=self.page.places.sheets[key],
            title=child_text(root, f"{DC}title") or key,
            updated=self._updated(),
            kind=SHEET_KINDS.get(root.get("type", ""), SheetKind.SHEET),
            status=Status.UNDER_REVISION if root.get("statut") == "enCoursDeMiseAJour" else Status.CURRENT,
            folder=text_of(root.find("DossierPere/Titre")),
            audience=_audience(root),
            summary=summary,
            blocks=tuple(self.blocks),
            see_also=tuple(self.see_also),
            contacts=tuple(self.contacts),
            references=tuple(self.references),
            forms=(*self.forms, *self.all_forms.cited()),
            resources=tuple(self.resources),
            definitions=tuple(self.definitions.values()),
            acronyms=self._acronyms_not_cited(),
            questions=tuple(self.questions),
        )

    def _updated(self) -> date:
        day = modified_on(self.root)
        if day is None:
            self.page.note(self.root, "date-invalide", "La date de mise à jour (dc:date) ne se lit pas.")
        return day or _UNKNOWN_DAY

    def _introduction(self) -> tuple[str, Blocks]:
        """The summary, and what of the introduction isn't in it: a summary is text, and can't hold links."""
        described = child_text(self.root, f"{DC}description")
        if self.introduction is None:
            return described, ()
        blocks = read_blocks(self.introduction, self.page)
        first = blocks[0].content if blocks and isinstance(blocks[0], Paragraph) else ()
        text = clean_text(plain(first)).strip(" ")
        if len(blocks) == 1 and first and not _has_links(first):
            self.page.cited_acronyms.clear()  # a summary is plain text: its acronyms are listed at the foot
            return text, ()
        return ("" if text.startswith(described.rstrip(" .")) else described), blocks

    def _read_children(self, introduction: Blocks) -> None:
        readers: dict[str, Callable[[etree._Element], None]] = {
            "VoirAussi": lambda e: self._links(e, self.see_also),
            "OuSAdresser": lambda e: self.contacts.append(read_contact(e, self.page, read_blocks)),
            "Reference": lambda e: self.references.append(read_reference(e, self.page)),
            "ServiceEnLigne": lambda e: self.forms.append(read_form(e, self.page, read_blocks)),
            "PourEnSavoirPlus": lambda e: self.resources.append(read_resource(e, self.page, read_blocks)),
            "Definition": self._definition,
            "Abreviation": self._acronym,
            "QuestionReponse": lambda e: self._link(e, text_of(e), self.questions),
            "CommentFaireSi": lambda e: self._link(e, text_of(e), self.questions),
        }
        for child in self.root:
            if child is self.introduction:
                self.blocks.extend(introduction)
            elif read := readers.get(str(child.tag)):
                read(child)
            elif not is_metadata(str(child.tag)):
                self.blocks.extend(read_block(child, self.page))

    def _definition(self, element: etree._Element) -> None:
        if element.get("ID", "") not in self.page.terms or element.get("ID") in self.definitions:
            self.page.note(element, "definition-sans-id", "Définition sans identifiant à elle : texte gardé.")
            self.blocks.extend(read_blocks(element, self.page))
            return
        definition = read_definition(element, self.page, read_blocks)
        self.definitions[definition.id] = definition

    def _acronym(self, element: etree._Element) -> None:
        """An acronym is shown from the guide's list: what that list doesn't say stays in the sheet."""
        known = self.page.tally.acronyms.get(element.get("ID", ""))
        said = (known.label, known.expansion) if known else ("", "")
        if said != acronym_of(element) or any(child.tag not in ("Titre", "Texte") for child in element):
            self.page.note(
                element, "sigle-different", "Ce sigle est expliqué autrement ailleurs : texte gardé."
            )
            self.blocks.extend(read_blocks(element, self.page))

    def _links(self, element: etree._Element, into: list[SheetLink]) -> None:
        for child in element:
            if child.tag not in ("Fiche", "Dossier"):
                self.page.unknown(child)
            others = [part for part in child if part.tag != "Titre"]
            for part in others:
                if part.tag != "Theme":
                    self.page.unknown(part)
            title = joined_text(child, "Titre")
            context = " ".join(filter(None, map(text_of, others))) if title else ""
            self._link(child, title or text_of(child), into, context)

    def _link(self, element: etree._Element, title: str, into: list[SheetLink], context: str = "") -> None:
        key = element.get("ID", "")
        if not key:
            self.page.note(element, "lien-sans-cible", f"Le renvoi « {title} » ne mène à rien : texte gardé.")
            self.blocks.append(Paragraph((title,)))
            return
        target = self.page.places.target(key, element.get("audience", ""), self.page.tally)
        into.append(SheetLink(target.sheet, target.chapter, target.url, title=title, context=context))

    def _acronyms_not_cited(self) -> tuple[str, ...]:
        keys = dict.fromkeys(element.get("ID", "") for element in self.root.iterfind("Abreviation"))
        known = self.page.tally.acronyms
        return tuple(key for key in keys if key in known and key not in self.page.cited_acronyms)


def _has_links(content: Inlines) -> bool:
    return any(isinstance(item, Link | TermRef) for item in walk_inlines(content))


def _audience(root: etree._Element) -> tuple[str, ...]:
    """Whom the sheet is for, when it isn't the public at large alone."""
    audience = [text_of(child) for child in root.iterfind("Audience")]
    targets = [word.strip() for child in root.iterfind("Cible") for word in text_of(child).split(",")]
    found = ([] if audience == ["Particuliers"] else audience) + targets
    return tuple(dict.fromkeys(text for text in found if text))

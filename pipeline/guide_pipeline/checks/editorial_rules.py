"""The rules of writing, one sheet at a time: what a sheet must hold so that its readers can rely on it.

They bind a guide whose `guide.toml` says `redaction = "stricte"`; an imported one has other habits.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from guide_pipeline.checks.sheet_texts import SheetText, texts_of
from guide_pipeline.errors import Issue, Severity
from guide_pipeline.model.guide import Acronym, Guide
from guide_pipeline.model.inline import walk_inlines
from guide_pipeline.model.sheet import Sheet, SheetKind
from guide_pipeline.readers.sources import Sources

Texts = tuple[SheetText, ...]
Rule = Callable[[Sheet, Texts, Guide, Sources], Iterator[Issue]]

_EUROS = re.compile(r"\d[\d .,\u00a0\u202f]*(?:€|(?:million|milliard)s? d['’]euros|euros?\b)")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÀ-Ý]{2,}(?![\w-])")
_LETTERS = re.compile(r"[A-ZÀ-Ý]{2,}")
_ROMAN = re.compile(r"[IVXLC]+")
SHORTEST, LONGEST = 300, 2000
"""Words of a sheet: below, it says too little; above, nobody finds anything in it."""


def check_references(sheet: Sheet, texts: Texts, guide: Guide, sources: Sources) -> Iterator[Issue]:
    """A sheet says on which texts it rests."""
    if not sheet.references and sheet.kind is not SheetKind.REDIRECT:
        message = "La fiche ne cite aucun texte de référence."
        yield Issue("reference-manquante", message, sources.locate(sheet.id))


def check_date(sheet: Sheet, texts: Texts, guide: Guide, sources: Sources) -> Iterator[Issue]:
    """A sheet says to which day somebody compared it with the law."""
    if sheet.checked is None:
        message = "La fiche ne dit pas jusqu'à quelle date elle a été vérifiée (« verifie »)."
        yield Issue("verification-manquante", message, sources.locate(sheet.id))
    elif sheet.checked > guide.date:
        message = f"Vérifiée le {sheet.checked:%d/%m/%Y}, après la date du guide ({guide.date:%d/%m/%Y})."
        yield Issue("date-future", message, sources.locate(sheet.id, f'verifie="{sheet.checked}"', "verifie"))


def check_euros(sheet: Sheet, texts: Texts, guide: Guide, sources: Sources) -> Iterator[Issue]:
    """An amount of the law is cited by the id of its rate; only a worked example types one."""
    for text in texts:
        if text.example:
            continue
        for item in walk_inlines(text.content):
            for found in _EUROS.finditer(item) if isinstance(item, str) else ():
                amount = found.group().strip()
                message = f"« {amount} » est écrit en toutes lettres : citez un barème, ou placez-le dans un exemple."
                yield Issue("montant-hors-bareme", message, sources.locate(sheet.id, amount))


def check_acronyms(sheet: Sheet, texts: Texts, guide: Guide, sources: Sources) -> Iterator[Issue]:
    """A word in capitals is in the list of acronyms, so that its reader can be told what it stands for."""
    known = _spellings(guide.acronyms.values())
    told: set[str] = set()
    for text in texts:
        for item in walk_inlines(text.content):
            for word in _CAPITALS.findall(item) if isinstance(item, str) else ():
                if word not in known and word not in told and not _ROMAN.fullmatch(word):
                    told.add(word)
                    message = f"« {word} » n'est pas dans sigles.toml."
                    yield Issue("sigle-inconnu", message, sources.locate(sheet.id, word))


def _spellings(acronyms: Iterable[Acronym]) -> frozenset[str]:
    """Words in capitals that the list explains, those inside longer acronyms included ('GIR' of 'AGGIR-GIR')."""
    written = (spelling for a in acronyms for spelling in (a.id, a.label, *a.variants))
    return frozenset(word for spelling in written for word in _LETTERS.findall(spelling))


def check_length(sheet: Sheet, texts: Texts, guide: Guide, sources: Sources) -> Iterator[Issue]:
    """A sheet has a length at which it is useful."""
    words = guide.facts[sheet.id].words
    if sheet.kind is not SheetKind.REDIRECT and not SHORTEST <= words <= LONGEST:
        message = f"{words} mots : une fiche en a de {SHORTEST} à {LONGEST}."
        yield Issue("longueur", message, sources.locate(sheet.id), Severity.WARNING)


RULES: tuple[Rule, ...] = (
    check_references,
    check_date,
    check_euros,
    check_acronyms,
    check_length,
)


def check_writing(guide: Guide, sheets: Iterable[str], sources: Sources) -> tuple[Issue, ...]:
    """All that the rules of writing find in some sheets of a guide, by id."""
    found: list[Issue] = []
    for name in sheets:
        sheet = guide.load(name)
        texts = tuple(texts_of(sheet))
        for rule in RULES:
            found.extend(rule(sheet, texts, guide, sources))
    return tuple(found)

"""The rules of a batch against the guide that it changes. A batch with one error is refused whole."""

from collections import Counter
from collections.abc import Callable, Iterator

from guide_pipeline.batch.model import (
    AddSheet,
    Batch,
    MoveSheet,
    RemoveSheet,
    RenameChapter,
    RenameSheet,
    ReplaceSheet,
)
from guide_pipeline.batch.read import BATCH_NAME
from guide_pipeline.errors import Issue, Location
from guide_pipeline.model.guide import Guide
from guide_pipeline.nearest import way_out

Rule = Callable[[Guide, Batch], Iterator[Issue]]


def _at(code: str, message: str, line: int) -> Issue:
    return Issue(code, message, Location(BATCH_NAME, line))


def check_additions(guide: Guide, batch: Batch) -> Iterator[Issue]:
    """A new sheet is new."""
    for op in batch.operations:
        if isinstance(op, AddSheet) and op.target in guide.facts:
            yield _at(
                "fiche-existante",
                f"La fiche « {op.target} » existe déjà : « remplacement » la change.",
                op.line,
            )


def check_targets(guide: Guide, batch: Batch) -> Iterator[Issue]:
    """What is changed, moved, renamed or removed exists."""
    added = {op.target for op in batch.operations if isinstance(op, AddSheet)}
    for op in batch.operations:
        if isinstance(op, ReplaceSheet | RemoveSheet | MoveSheet | RenameSheet):
            known = op.target in guide.facts or (op.target in added and not isinstance(op, ReplaceSheet))
            if not known:
                out = way_out(op.target, guide.facts)
                message = f"La fiche « {op.target} » n'existe pas dans le guide.{out}"
                yield _at("fiche-inconnue", message, op.line)


def check_chapters(guide: Guide, batch: Batch) -> Iterator[Issue]:
    """A move or a renaming names a chapter of the guide."""
    for op in batch.operations:
        if isinstance(op, MoveSheet | RenameChapter) and guide.chapter(op.chapter) is None:
            out = way_out(op.chapter, [chapter.slug for chapter in guide.chapters])
            yield _at("chapitre-inconnu", f"Le chapitre « {op.chapter} » n'existe pas.{out}", op.line)


def check_once(guide: Guide, batch: Batch) -> Iterator[Issue]:
    """One operation of a kind for a sheet, and none besides for a sheet that goes: their order would decide."""
    kinds = Counter((type(op), op.target) for op in batch.operations if not isinstance(op, RenameChapter))
    content = Counter(
        op.target for op in batch.operations if isinstance(op, AddSheet | ReplaceSheet | RemoveSheet)
    )
    removed = {op.target for op in batch.operations if isinstance(op, RemoveSheet)}
    for op in batch.operations:
        if isinstance(op, RenameChapter):
            continue
        others = isinstance(op, MoveSheet | RenameSheet) and op.target in removed
        if kinds[type(op), op.target] > 1 or content[op.target] > 1 or others:
            yield _at(
                "operation-repetee", f"Plusieurs opérations se contredisent sur « {op.target} ».", op.line
            )


def check_replacements(guide: Guide, batch: Batch) -> Iterator[Issue]:
    """Readers of a removed sheet are led to one that stays."""
    removed = {op.target for op in batch.operations if isinstance(op, RemoveSheet)}
    added = {op.target for op in batch.operations if isinstance(op, AddSheet)}
    for op in batch.operations:
        if isinstance(op, RemoveSheet) and op.replaced_by:
            stays = (
                op.replaced_by in guide.facts or op.replaced_by in added
            ) and op.replaced_by not in removed
            if not stays:
                out = way_out(op.replaced_by, (guide.facts.keys() | added) - removed)
                message = f"« remplacee-par » nomme « {op.replaced_by} », absente du guide.{out}"
                yield _at("fiche-inconnue", message, op.line)


def check_date(guide: Guide, batch: Batch) -> Iterator[Issue]:
    """Editions follow one another in time."""
    if batch.date < guide.date:
        message = (
            f"Le lot est daté du {batch.date:%d/%m/%Y}, avant l'édition qu'il suit ({guide.date:%d/%m/%Y})."
        )
        yield _at("date-anterieure", message, 0)


def check_tables(guide: Guide, batch: Batch) -> Iterator[Issue]:
    """A rate, an acronym or a synonym that is removed exists."""
    for rate in batch.rates.removed:
        if rate not in guide.rates:
            message = f"Le barème « {rate} » n'existe pas.{way_out(rate, guide.rates)}"
            yield Issue("bareme-inconnu", message, Location("baremes.toml"))
    for acronym in batch.acronyms.removed:
        if acronym not in guide.acronyms:
            message = f"Le sigle « {acronym} » n'existe pas.{way_out(acronym, guide.acronyms)}"
            yield Issue("sigle-inconnu", message, Location("sigles.toml"))
    for word in batch.synonyms.removed:
        if word not in guide.synonyms:
            message = f"Le synonyme « {word} » n'existe pas.{way_out(word, guide.synonyms)}"
            yield Issue("synonyme-inconnu", message, Location("synonymes.toml"))


RULES: tuple[Rule, ...] = (
    check_additions,
    check_targets,
    check_chapters,
    check_once,
    check_replacements,
    check_date,
    check_tables,
)


def check_batch(guide: Guide, batch: Batch) -> tuple[Issue, ...]:
    """Everything that the rules find, in order of rule."""
    return tuple(issue for rule in RULES for issue in rule(guide, batch))

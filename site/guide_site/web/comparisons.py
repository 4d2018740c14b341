"""A sheet as two editions have it, on one page."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.errors import NotFoundError
from guide_pipeline.markup.context import MarkupContext, context_of
from guide_pipeline.model.guide import Guide
from guide_pipeline.report.redline import sheet_redline


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page shows."""

    title: str
    """Of the sheet, as the newer edition has it, or the last that had it."""
    html: str
    """Both states, marked; '' when they are the same."""


@dataclass(frozen=True, slots=True)
class _State:
    """An edition, ready to show sheets of."""

    guide: Guide
    context: MarkupContext


def compare(root: Path, sheet: str, before: int, after: int) -> Comparison:
    """`sheet` in the editions `before` and `after`. Raises `NotFoundError` when neither has it."""
    old, new = _state(root, before), _state(root, after)
    was, now = (s.guide.load(sheet) if sheet in s.guide.facts else None for s in (old, new))
    known = now or was
    if known is None:
        raise NotFoundError(f"Aucune fiche « {sheet} » dans les éditions {before} et {after}.")
    same = was == now and _rates(old, sheet) == _rates(new, sheet)
    return Comparison(known.title, "" if same else sheet_redline(was, now, old.context, new.context))


def _rates(state: _State, sheet: str) -> tuple[object, ...]:
    """The values of the rates that a sheet shows: they may change when its text doesn't."""
    guide = state.guide
    cited = (guide.rates.get(rate) for rate in guide.facts[sheet].rates)
    return tuple((rate.unit, rate.at(guide.date)) for rate in cited if rate)


def _state(root: Path, number: int) -> _State:
    store = EditionStore(root)
    return _kept(root, number, store.paths.manifest(number).stat().st_mtime_ns)


@lru_cache(maxsize=6)
def _kept(root: Path, number: int, _stamp: int) -> _State:
    """The facts of an edition are read once; `_stamp` tells an edition 0 that was made anew."""
    store = EditionStore(root)
    guide = store.guide(store.manifest(number))
    return _State(guide, context_of(guide, root="/", ids=False))

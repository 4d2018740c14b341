"""Proof of the differences between two guides: each redline gives both states back, byte for byte."""

from collections.abc import Iterator
from dataclasses import dataclass

from guide_pipeline.diff.guides import changed_pairs
from guide_pipeline.diff.redline import is_exact_in_bytes
from guide_pipeline.diff.sheets import diff_sheets
from guide_pipeline.model.guide import Guide


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved, sheet by sheet."""

    compared: tuple[str, ...]
    """Ids of the sheets that both guides have and that differ, in the guide's order."""
    failing: tuple[str, ...]
    """Those whose redline, accepted or rejected, gave other canonical bytes than the guide's."""

    @property
    def proved(self) -> int:
        """How many pairs are proved."""
        return len(self.compared) - len(self.failing)


def prove(old: Guide, new: Guide) -> Proof:
    """Compare anew every sheet that differs, and check its redline on bytes against the hashes of both guides."""
    found = dict(_proofs(old, new))
    return Proof(tuple(found), tuple(key for key, exact in found.items() if not exact))


def _proofs(old: Guide, new: Guide) -> Iterator[tuple[str, bool]]:
    for key in changed_pairs(old, new):
        was, now = old.load(key), new.load(key)
        names = old.facts[key].hash, new.facts[key].hash
        yield key, is_exact_in_bytes(diff_sheets(was, now), was, names)

"""What ingesting a batch anew did to its review: decisions were on another proposal, and count no more (ADR 8)."""

from dataclasses import dataclass

from guide_pipeline.editions.store import EditionStore
from guide_pipeline.report.french import plural
from guide_pipeline.review.votes import Verdict
from guide_site.review.board import find_board
from guide_site.state.store import State


@dataclass(frozen=True, slots=True)
class Superseded:
    """Decisions on the proposal before, none of which counts any more."""

    decisions: int
    items: int
    """Changes on which somebody had decided."""
    same: int
    """Those of them that the batch still brings, word for word."""

    @property
    def line(self) -> str:
        """It all, in a line of French; '' when there is nothing to say."""
        if not self.items:
            return ""
        given = plural(self.decisions, "décision donnée", "décisions données")
        on = plural(self.items, "changement", "changements")
        lost = "ne compte plus" if self.decisions < 2 else "ne comptent plus"
        still = (
            f"{self.same} s'y {'retrouve' if self.same < 2 else 'retrouvent'} à l'identique"
            if self.same
            else "aucun ne s'y retrouve à l'identique"
        )
        return (
            f"Ce lot avait été ingéré, et relu en partie : {given} sur {on} {lost}, aucune n'est reprise ; tout est à "
            f"décider de nouveau. De ces changements, {still}. Elles restent dans la base, avec qui les a données."
        )


def superseded(store: EditionStore, state: State, batch: str) -> Superseded:
    """What became of the decisions on the last proposal of a waiting batch that was decided on before the present
    one. Raises `NotFoundError` when no such batch waits."""
    board = find_board(store, state, batch)
    earlier = [
        d for d in state.decisions(batch) if d.digest != board.proposal and d.verdict is not Verdict.COMMENT
    ]
    if not earlier or board.decisions:
        return Superseded(0, 0, 0)
    counted = [d for d in earlier if d.digest == earlier[-1].digest]
    decided = {item for d in counted for item in d.items}
    return Superseded(len(counted), len(decided), len(decided & board.by_id.keys()))

"""What all acts work with."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine

from guide_site.state import trail
from guide_site.state.engine import WRITING
from guide_site.state.passwords import Passwords
from guide_site.state.policy import AccessPolicy

Clock = Callable[[], datetime]


class Acts:
    """The database, the rules, the clock, and the line in the trail."""

    def __init__(self, engine: Engine, policy: AccessPolicy, clock: Clock, passwords: Passwords) -> None:
        self._reader = engine
        self._writer = engine.execution_options(**{WRITING: True})
        self._policy = policy
        self._clock = clock
        self._passwords = passwords

    @property
    def policy(self) -> AccessPolicy:
        """The rules in force."""
        return self._policy

    def _note(self, conn: Connection, who: str, what: str, detail: str = "") -> None:
        """One line of the trail, in the transaction of the act that it tells."""
        now = self._clock()
        for month, lines in trail.insert_trail(conn, now, who, what, detail, self._policy.trail_months):
            trail.insert_trail(conn, now, "", "mois du journal supprimé", f"{month}, {lines} lignes")

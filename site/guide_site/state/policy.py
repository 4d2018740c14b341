"""The figures of the sign-in rules, in one place."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """How long sessions live and when failed tries lock."""

    idle: timedelta = timedelta(minutes=30)
    """A session unused for so long is over."""
    at_most: timedelta = timedelta(hours=10)
    """A session older than that is over, used or not."""
    seen_every: timedelta = timedelta(minutes=1)
    """`last_seen` is written at most so often, so that reading pages does not write to the database."""
    tries: int = 3
    """So many failures in a row lock the name."""
    lock: timedelta = timedelta(minutes=15)
    """For so long."""
    tries_kept: timedelta = timedelta(hours=24)
    """Failures are forgotten after so long without another one (must exceed `lock`)."""

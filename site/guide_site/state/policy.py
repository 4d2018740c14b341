"""The rules of access as values, in one place: which ways in a role needs, when tries lock, how long things live."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from guide_pipeline.readers.access import AccessSettings
from guide_site.state.values import Role, Way

ALL_WAYS = frozenset(Way)


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """The settings of `[acces]` in guide.toml, with the values that hold without it."""

    ways: Mapping[Role, frozenset[Way]] = field(default_factory=lambda: MappingProxyType({}))
    """The ways in that each role may use; a role that isn't there may use them all."""
    grace: timedelta = timedelta(days=14)
    """For so long a password still opens an account whose role needs a key, while it has none."""
    since: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    """The grace of accounts older than this day begins on it."""
    idle: timedelta = timedelta(minutes=30)
    """A session unused for so long is over."""
    at_most: timedelta = timedelta(hours=10)
    """A session older than that is over, used or not."""
    seen_every: timedelta = timedelta(minutes=1)
    """`last_seen` is written at most so often, so that reading pages does not write to the database."""
    tries: int = 3
    """So many failures in a row lock the factor of the account."""
    lock: timedelta | None = None
    """For so long; None: until the help desk opens it."""
    tries_kept: timedelta = timedelta(hours=24)
    """Failures short of a lock are forgotten after so long without another one."""
    address_tries: int = 30
    """So many failures from one address, and its next tries are slowed."""
    address_window: timedelta = timedelta(minutes=15)
    """An address is as new again after so long without a failure."""
    address_wait: timedelta = timedelta(seconds=60)
    """The longest wait between two tries of a slowed address."""
    challenge: timedelta = timedelta(minutes=5)
    """How long a key, or an identity provider, has to answer."""
    fresh: timedelta = timedelta(minutes=10)
    """A key is added, or a token made, only in a session as young as that."""
    code: timedelta = timedelta(minutes=15)
    """A code of the help desk lives so long."""
    code_tries: int = 5
    """And bears so many tries."""
    enrolment: timedelta = timedelta(minutes=10)
    """After the code, so long to register the key."""
    invitation: timedelta = timedelta(hours=72)
    """A link of invitation lives so long."""
    lease: timedelta = timedelta(days=30)
    """An offline lease lives so long at most."""
    token_at_most: timedelta = timedelta(days=366)
    """A token lives so long at most."""
    trail_months: int = 12
    """So many whole months of the trail are kept before the current one."""

    def allows(self, role: Role, way: Way) -> bool:
        """True when the role may come in this way, whatever the hour."""
        return way in self.ways.get(role, ALL_WAYS)

    def in_grace(self, created: datetime, now: datetime) -> bool:
        """True while an account made then may still use its password for want of a key."""
        return now < self.grace_end(created)

    def grace_end(self, created: datetime) -> datetime:
        """When that ends."""
        return max(created, self.since) + self.grace


def policy_of(settings: AccessSettings) -> AccessPolicy:
    """The rules that the settings of a guide make."""
    day = settings.since
    return AccessPolicy(
        ways=MappingProxyType(
            {Role(role): frozenset(map(Way, ways)) for role, ways in settings.ways.items()}
        ),
        grace=timedelta(days=settings.grace_days),
        since=AccessPolicy().since if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC),
        idle=timedelta(minutes=settings.idle_minutes),
        at_most=timedelta(hours=settings.longest_hours),
        tries=settings.tries,
        lock=timedelta(minutes=settings.lock_minutes) if settings.lock_minutes else None,
        address_tries=settings.address_tries,
        trail_months=settings.trail_months,
    )

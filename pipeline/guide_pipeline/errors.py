"""The two kinds of failure.

Wrong *content* is an `Issue`: a value, collected with all the others and shown with file and line.
Wrong *operation* is a `GuideError`: an exception whose message, in French, says what happened and the way out.
"""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much an issue weighs: an error refuses a batch or a corpus, a warning is only shown."""

    ERROR = "erreur"
    WARNING = "avertissement"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where an issue stands: a file as the user knows it, and a line counted from 1 (0: the file as a whole)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with content: tests rely on `code`, people read `message` (French)."""

    code: str
    message: str
    location: Location
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.location}: {self.severity} [{self.code}] {self.message}"


def sorted_issues(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues by file, line, then code, without repeats."""
    return tuple(sorted(set(issues), key=lambda i: (i.location, i.code, i.message)))


def has_errors(issues: Iterable[Issue]) -> bool:
    """True when at least one issue is an error."""
    return any(issue.severity is Severity.ERROR for issue in issues)


class GuideError(Exception):
    """An operation that could not be done. `str(error)` is a French sentence for the user."""


class UsageError(GuideError):
    """The command or its arguments don't make sense here (exit code 2)."""


class ContentError(GuideError):
    """Content that can't be accepted: carries *all* its issues (exit code 1)."""

    def __init__(self, message: str, issues: Iterable[Issue]) -> None:
        super().__init__(message)
        self.issues = sorted_issues(issues)


class NotFoundError(GuideError):
    """Something named by the user doesn't exist: an edition, a batch, a sheet, an account."""


class DamagedError(GuideError):
    """Stored data doesn't match its hash or can't be read: nothing is served from it."""


class BusyError(GuideError):
    """Another process holds the lock of this working guide."""


class RefusedError(GuideError):
    """A rule forbids the operation: a batch out of sequence, a change not approved, a batch altered since."""


class AlreadyPublishedError(RefusedError):
    """The very same batch is published: there is nothing to do."""


_REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota du disque est atteint",
    errno.EROFS: "le disque est en lecture seule",
    errno.EACCES: "l'accès est refusé",
    errno.EPERM: "l'accès est refusé",
    errno.ENOENT: "il n'existe pas",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EIO: "le disque a une panne",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in French; in its own words where they are seldom met."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))

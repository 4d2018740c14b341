"""What the command line shows: progress on a terminal, plain lines elsewhere, French always."""

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from guide_pipeline.errors import Issue, Severity

_EVERY = 0.1


class ConsoleReporter:
    """Steps on the error stream, so that the output stays for results."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._text = ""
        self._shown = 0.0

    def step(self, text: str) -> None:
        """Show a new step on its own line."""
        self.finish()
        self._text = text
        if self._live:
            self._stream.write(f"\r\x1b[2K{text}…")
        else:
            self._stream.write(f"{text}…\n")
        self._stream.flush()

    def progress(self, done: int, total: int) -> None:
        """Show how far the step is; on a terminal only."""
        now = time.monotonic()
        if self._live and total and (now - self._shown > _EVERY or done == total):
            self._shown = now
            self._stream.write(f"\r\x1b[2K{self._text}… {done}/{total}")
            self._stream.flush()

    def note(self, text: str) -> None:
        """Show a line that stays."""
        self.finish()
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def finish(self) -> None:
        """End the line of the step in hand."""
        if self._live and self._text:
            self._stream.write(f"\r\x1b[2K{self._text}\n")
            self._stream.flush()
        self._text = ""


def say(text: str = "") -> None:
    """A line of result."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """A line of error."""
    sys.stderr.write(f"{text}\n")


def say_json(value: Any) -> None:
    """A result for scripts."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def issue_rows(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """Issues for scripts: code, message, severity, file and line."""
    return [{**asdict(i), "location": str(i.location), "severity": i.severity.value} for i in issues]


def count(number: int, noun: str, plural: str = "") -> str:
    """'1 fiche', '3 fiches', '2 840 fiches' (the thousands parted by a narrow no-break space)."""
    word = noun if number < 2 else (plural or f"{noun}s")
    return f"{number:,} {word}".replace(",", "\u202f")


def say_issues(issues: tuple[Issue, ...], *, warnings: bool) -> None:
    """Every error by file and line, warnings when asked, and a closing count."""
    errors = [i for i in issues if i.severity is Severity.ERROR]
    for issue in issues if warnings else errors:
        say(str(issue))
    others = len(issues) - len(errors)
    if errors or others:
        hidden = "" if warnings or not others else " (« --tout » les montre)"
        say(f"{count(len(errors), 'erreur')}, {count(others, 'avertissement')}{hidden}.")

"""Progress as events: long work tells a Reporter, and never prints."""

from typing import Protocol


class Reporter(Protocol):
    """Receives what long work says of itself. Texts are French, for the user."""

    def step(self, text: str) -> None:
        """A new step begins."""

    def progress(self, done: int, total: int) -> None:
        """How far the step is."""

    def note(self, text: str) -> None:
        """Something worth saying."""


class SilentReporter:
    """Says nothing."""

    def step(self, text: str) -> None:
        """Ignore."""

    def progress(self, done: int, total: int) -> None:
        """Ignore."""

    def note(self, text: str) -> None:
        """Ignore."""


class RecordingReporter:
    """Keeps every event, for tests."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []

    def step(self, text: str) -> None:
        """Keep a step."""
        self.events.append(("step", text))

    def progress(self, done: int, total: int) -> None:
        """Keep how far a step is."""
        self.events.append(("progress", f"{done}/{total}"))

    def note(self, text: str) -> None:
        """Keep a note."""
        self.events.append(("note", text))


SILENT = SilentReporter()

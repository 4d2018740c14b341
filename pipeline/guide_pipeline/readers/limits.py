"""Limits on what a reader accepts, so that no file can exhaust the machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit, in one place; a working guide keeps the defaults unless its guide.toml says otherwise."""

    file_bytes: int = 8 * 1024 * 1024
    markdown_bytes: int = 1024 * 1024
    """A Markdown file: twenty times slower to read than XML at its worst."""
    depth: int = 60
    """Elements inside one another."""
    attributes: int = 16
    """Attributes of one element."""
    elements: int = 300_000
    archive_bytes: int = 512 * 1024 * 1024
    """Everything in a batch, unpacked."""
    archive_files: int = 20_000


DEFAULT_LIMITS = Limits()

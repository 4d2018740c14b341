"""The Markdown reader: one file, one sheet, the same model as the XML reader (docs/format.md)."""

from dataclasses import replace

from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.limits import DEFAULT_LIMITS, Limits
from guide_pipeline.readers.markdown_blocks import read_body
from guide_pipeline.readers.markdown_front import read_front, split_front
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.text_file import decode_text


def read_markdown_sheet(data: bytes, problems: Problems, limits: Limits = DEFAULT_LIMITS) -> Sheet | None:
    """The sheet of a Markdown file. None, with the problems noted, when there is no sheet to speak of."""
    text = decode_text(data, problems, limits.markdown_bytes)
    if text is None:
        return None
    parts = split_front(text.replace("\r\n", "\n").replace("\r", "\n"), problems)
    if parts is None:
        return None
    front, body, first_line = parts
    sheet = read_front(front, problems)
    blocks = read_body(body, first_line, problems, limits)
    return replace(sheet, blocks=blocks) if sheet else None

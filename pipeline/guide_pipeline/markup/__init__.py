"""HTML of inline content and blocks: pages and redlines show the same words by the same functions.

Pure functions from model values to strings. A page of 1,200 words takes about a third of a millisecond, so
there is no template here: one pass that writes strings, and one pass of French spacing over the result.
"""

from guide_pipeline.markup.blocks import block_html, blocks_html
from guide_pipeline.markup.context import MarkupContext, context_of
from guide_pipeline.markup.inline import inline_html
from guide_pipeline.markup.references import references_html
from guide_pipeline.markup.values import absent_text, date_text, rate_text, value_text

__all__ = [
    "MarkupContext",
    "absent_text",
    "block_html",
    "blocks_html",
    "context_of",
    "date_text",
    "inline_html",
    "rate_text",
    "references_html",
    "value_text",
]

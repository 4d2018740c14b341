"""From the report of a batch to its publication, for the command line and the web application alike."""

from guide_site.review.board import Board, Listed, board_rows, find_board, list_batches
from guide_site.review.decisions import Decided, approve_all, decide
from guide_site.review.publication import obstacle, publish_approved, verify_record

__all__ = [
    "Board",
    "Decided",
    "Listed",
    "approve_all",
    "board_rows",
    "decide",
    "find_board",
    "list_batches",
    "obstacle",
    "publish_approved",
    "verify_record",
]

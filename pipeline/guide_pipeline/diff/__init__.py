"""Differences on meaning: between two sheets, and between two guides."""

from guide_pipeline.diff.changes import Action, Change
from guide_pipeline.diff.edits import SheetDiff
from guide_pipeline.diff.entities import ChangeClass
from guide_pipeline.diff.guides import GuideDiff, diff_guides
from guide_pipeline.diff.listing import changes_of
from guide_pipeline.diff.patch import apply, reverse
from guide_pipeline.diff.sheets import diff_sheets

__all__ = [
    "Action",
    "Change",
    "ChangeClass",
    "GuideDiff",
    "SheetDiff",
    "apply",
    "changes_of",
    "diff_guides",
    "diff_sheets",
    "reverse",
]

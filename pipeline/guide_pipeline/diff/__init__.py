"""Differences on meaning: between two sheets, and between two guides."""

from guide_pipeline.diff.edits import SheetDiff
from guide_pipeline.diff.patch import apply, reverse
from guide_pipeline.diff.sheets import diff_sheets

__all__ = ["SheetDiff", "apply", "diff_sheets", "reverse"]

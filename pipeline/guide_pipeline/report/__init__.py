"""The change report: what a batch changes, for the person who answers for it."""

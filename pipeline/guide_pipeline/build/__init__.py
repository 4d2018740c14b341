"""Building: the pages and the index of an edition, only what changed, staged whole before they are put in place."""

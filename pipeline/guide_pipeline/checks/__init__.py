"""Rules that a guide keeps: one small function a rule, all of them run, all that they find reported."""

"""A batch: what the editor delivers six times a year. Read whole, checked whole, applied as a pure function."""

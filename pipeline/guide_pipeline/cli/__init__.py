"""The command line: each command parses, calls one function, prints, and returns an exit code."""

"""Readers: whatever the format, the same frozen values come out, or issues with file and line."""

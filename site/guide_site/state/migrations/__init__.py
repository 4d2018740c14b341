"""The schema of the state, one numbered step after another (Alembic).

A change of the schema is a change of `tables.py` *and* a new file `versions/vNNNN_what.py` (the next number,
`revision = "NNNN"`, `down_revision` the one before). Two branches that took the same number meet as a conflict
of file names or of heads, which a test reports. Rules:

- A step works on SQLite and on PostgreSQL, inside one transaction, on tables that hold rows.
- A step that ran somewhere is never edited. There is no way down: one restores the backup.
- Steps name types and columns themselves; they don't import `tables.py`, which goes on changing.
"""

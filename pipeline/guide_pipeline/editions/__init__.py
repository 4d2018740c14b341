"""The store of editions: immutable, content-addressed, committed by one atomic rename."""

"""Search: French analysis, the index of an edition, queries. Whoosh stays behind `engine`."""

"""Whoosh, behind one door: nothing outside this package imports it.

Whoosh keeps the index: schema, table of contents, segments and their file formats, so that stock Whoosh opens what
is written here and searches it with its own BM25F. What is ours is the pace: Whoosh takes and gives postings one at
a time, with several Python calls each; here a term's postings go to the file, and come from it, in one piece.
"""

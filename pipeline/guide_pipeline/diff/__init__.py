"""Differences on meaning: between two sheets (`sheets`), between two guides (`guides`); what they say (`listing`).

Nothing is imported here: who only speaks of changes (`changes`, `entities`) needn't load what finds them.
"""

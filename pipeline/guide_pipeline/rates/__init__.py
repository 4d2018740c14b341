"""Rates held against what others publish: are our dated figures right, and is there a newer one?"""

"""How hard a sheet is to read: the French form of the Flesch score, by Kandel and Moles (1958).

`207 - 1.015 x words a sentence - 73.6 x syllables a word`: about 30 for a difficult text, 60 for plain prose. It is a
thermometer, not a rule: a sheet full of the names of institutions reads lower than it is hard.
"""

import re
from dataclasses import dataclass

from guide_pipeline.checks.sheet_texts import texts_of
from guide_pipeline.model.sheet import Sheet

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_RATE = re.compile(r"\{[\w-]+\}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What it takes to read a sheet."""

    sheet: str
    chapter: str
    words: int
    sentences: int
    words_a_sentence: float
    score: float
    """Kandel and Moles: the higher, the easier."""


def reading_of(sheet: Sheet) -> Reading:
    """Count the sentences of a sheet: its paragraphs and items, not its titles and tables."""
    sentences = words = syllables = 0
    for text in texts_of(sheet):
        if not text.running:
            continue
        said = _RATE.sub("mille", text.words)
        found = _WORD.findall(said.casefold())
        if found:
            sentences += max(1, len(_SENTENCE_END.findall(said)))
            words += len(found)
            syllables += sum(map(_syllables, found))
    a_sentence = words / sentences if sentences else 0.0
    score = 207 - 1.015 * a_sentence - 73.6 * (syllables / words) if words else 0.0
    return Reading(sheet.id, sheet.chapter, words, sentences, a_sentence, score)


def _syllables(word: str) -> int:
    """Groups of vowels, less the mute end of 'aide', 'aides', 'aident'; one at least."""
    groups = len(_VOWELS.findall(word))
    mute = word.endswith(("e", "es")) or (word.endswith("ent") and len(word) > 5)
    return max(1, groups - mute)

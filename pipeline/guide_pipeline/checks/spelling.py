"""Spelling, by Hunspell and its French dictionary (Debian's `hunspell` and `hunspell-fr`), and our own list of words.

Hunspell is a program of its own: nothing is compiled here, and an editor's system keeps the dictionary up to date.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from guide_pipeline.checks.sheet_texts import texts_of
from guide_pipeline.errors import Issue
from guide_pipeline.model.guide import Guide
from guide_pipeline.model.inline import Inlines, Link, Span, TermRef
from guide_pipeline.readers.sources import Sources

WORDS_NAME = "mots.txt"
"""In `sources/`: words of the trade that the dictionary lacks, one a line, `#` for remarks."""

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:fr|eu|org|com|net|gouv)\b")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_PROGRAM = ("hunspell", "-d", "fr", "-i", "utf-8")


@cache
def can_spell() -> bool:
    """True when Hunspell and its French dictionary are installed."""
    if shutil.which(_PROGRAM[0]) is None:
        return False
    return (
        subprocess.run([*_PROGRAM, "-l"], input=b"maison\n", capture_output=True, check=False).returncode == 0
    )


def own_words(root: Path) -> frozenset[str]:
    """The words that the editors of a guide have added; none when they keep no list."""
    try:
        lines = (root / "sources" / WORDS_NAME).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def check_spelling(
    guide: Guide, sheets: Iterable[str], own: frozenset[str], sources: Sources
) -> tuple[Issue, ...]:
    """Every word of some sheets that neither the dictionary, the acronyms nor the editors know (see `can_spell`)."""
    words = {name: _words_of(guide, name) for name in sheets}
    known = own | {s for a in guide.acronyms.values() for s in (a.id, a.label, *a.variants)}
    asked = sorted({w for found in words.values() for w in found if not _is_known(w, known)})
    wrong = frozenset(_misspelt(asked))
    return tuple(
        Issue("orthographe", f"« {word} » : mot inconnu du dictionnaire.", sources.locate(name, word))
        for name, found in words.items()
        for word in found
        if word in wrong
    )


def _words_of(guide: Guide, name: str) -> dict[str, None]:
    """The words of a sheet, each once, as written."""
    texts = (_french(text.content) for text in texts_of(guide.load(name)))
    return dict.fromkeys(word for text in texts for word in _WORD.findall(_ADDRESS.sub(" ", text)))


def _french(content: Inlines) -> str:
    """The French words of a text: a mark inside a word doesn't part it, other languages are left out."""
    parts = []
    for item in content:
        match item:
            case str():
                parts.append(item)
            case Span() | Link() | TermRef():
                parts.append(_french(item.children))
            case _:
                parts.append(" ")
    return "".join(parts)


def _is_known(word: str, known: frozenset[str]) -> bool:
    """True for capitals (a rule of its own looks at acronyms) and for words of our lists, elided or not."""
    bare = _ELISION.sub("", word)
    return bare.isupper() or bare in known or word in known


def _misspelt(words: list[str]) -> Iterator[str]:
    if not words:
        return
    asked = {word.replace("’", "'"): word for word in words}
    result = subprocess.run(
        [*_PROGRAM, "-l"], input="\n".join(asked).encode(), capture_output=True, check=True
    ).stdout.decode()
    for word in result.split():
        yield asked.get(word, word)

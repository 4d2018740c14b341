"""What a password must be when it is chosen. None is ever made to change for its age.

The CNIL (délibération n° 2022-100 du 21 juillet 2022) asks 80 bits of entropy of a password on its own, 50 of one
whose tries are limited. Ours are limited, and must have 80 all the same. A person's choice is no random draw, so:
runs (abcd, 1234, azerty) and repeats count for next to nothing, and a known word with ornaments is refused,
however long.
"""

import math
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from guide_pipeline.errors import RefusedError
from guide_site.state.names import name_key

SHORTEST, LONGEST, FEWEST_DIFFERENT, FEWEST_BITS = 12, 200, 6, 80
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
)
_RUN = 3
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_DISGUISES = str.maketrans("013457@$€", "oieastase")
_ORNAMENTS = " 0123456789!?.,;:-_*#+/&()'\"²°=%£€$@"


def drawn_password() -> str:
    """Four groups of five characters that can't be taken for one another: 99 bits, and never one that is refused."""
    while True:
        drawn = "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))
        if entropy(drawn) >= FEWEST_BITS:
            return drawn


def check_password(password: str, name: str) -> None:
    """Raise `RefusedError`, with all that is wrong, when `password` is too easy for the account `name`."""
    wrong = [
        text
        for holds, text in (
            (len(password) < SHORTEST, f"au moins {SHORTEST} caractères"),
            (len(password) > LONGEST, f"au plus {LONGEST} caractères"),
            (len(set(password)) < FEWEST_DIFFERENT, f"au moins {FEWEST_DIFFERENT} caractères différents"),
            (_plain(name_key(name)) in _plain(name_key(password)), "ne pas contenir le nom du compte"),
            (is_known(password), "autre chose qu'un mot connu de tous, même orné de chiffres ou de signes"),
        )
        if holds
    ]
    if not wrong and entropy(password) < FEWEST_BITS:
        wrong.append(
            "plus de longueur, ou plus de sortes de caractères : plusieurs mots conviennent très bien"
        )
    if wrong:
        raise RefusedError(f"Ce mot de passe est trop facile à trouver ; il faut : {', '.join(wrong)}.")


def entropy(password: str) -> float:
    """Bits: as many characters as count, each drawn from the classes that the password uses."""
    counted = min(len(password), _counted(_without_repeats(password)))
    return counted * math.log2(max(2, _alphabet(password)))


def is_known(password: str) -> bool:
    """True when it is a password of the lists, or one in disguise: 'M0tdePasse2026!' is 'motdepasse'."""
    folded = _plain(password)
    bare = folded.strip(_ORNAMENTS)
    forms = {folded, bare, folded.translate(_DISGUISES).strip(_ORNAMENTS), bare.translate(_DISGUISES)}
    forms |= {"".join(char for char in form if char.isalnum()) for form in forms}
    return any(form in _known() for form in forms)


def _alphabet(password: str) -> int:
    classes = (
        (str.isdecimal, 10),
        (lambda c: "a" <= c <= "z", 26),
        (lambda c: "A" <= c <= "Z", 26),
        (lambda c: c.isascii() and not c.isalnum(), 33),
        (lambda c: not c.isascii(), 30),
    )
    return sum(size for belongs, size in classes if any(map(belongs, password)))


def _without_repeats(password: str) -> str:
    """One period of a text that repeats itself, and one character for the repeating."""
    for period in range(1, len(password) // 2 + 1):
        if password == (password[:period] * len(password))[: len(password)]:
            return password[: period + 1]
    return password


def _counted(password: str) -> int:
    """Its characters, a run (forwards, backwards or of one character) counting for its first only."""
    text, count, place = _plain(password), 0, 0
    while place < len(text):
        length = _run_at(text, place)
        place += length if length >= _RUN else 1
        count += 1
    return count


def _run_at(text: str, start: int) -> int:
    """How many characters from `start` follow each other on a row, or are the same."""
    best = 1
    while start + best < len(text) and text[start + best] == text[start]:
        best += 1
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        end = start + 1
        while end < len(text) and text[start : end + 1] in row:
            end += 1
        best = max(best, end - start)
    return best


def _plain(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).strip()


@cache
def _known() -> frozenset[str]:
    """The passwords of zxcvbn's lists and ours. Loaded once, when a first password is chosen."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    ours = Path(__file__).with_name("known_words.txt").read_text("utf-8").splitlines()
    return frozenset(FREQUENCY_LISTS["passwords"]) | {line for line in ours if line and line[0] != "#"}

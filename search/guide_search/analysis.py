"""French analysis: text becomes words, words become terms.

A *word* is what a reader would recognise, in lower case and with its accents; a *term* is what the index looks
up: the word without accents, cut to Snowball's French stem. Text is split at white space, and what each piece
says is remembered: a guide of 3.5 million words has some sixty thousand different pieces, so that after the first
sheets analysis is a split and a look-up, both in C.

What counts as one word:
- an amount, its thousands apart or not, with a comma or a point: `1 399,03`, `1399.03`;
- an article of a code, however it is typed: `L. 521-1`, `L521-1`, `L.521-1`, `l 521-1`, and `371-1`;
- an acronym with points: `R.S.A.` is `rsa`;
- letters; hyphens part words, and elisions (`l'`, `qu'`, `jusqu'`) fall away, except in `aujourd'hui` and `prud'homme`.
"""

import re
from collections.abc import Iterator
from itertools import chain
from unicodedata import combining, is_normalized, normalize

import Stemmer  # type: ignore[import-not-found]

_DASHES = "\\-\u2010\u2011\u2012\u2013\u2212"
_SPACES = " \u00a0\u202f\u2009"
_APOSTROPHES = "'\u2019\u2032`\u00b4"
_LETTER_APOSTROPHE = "\u02bc"
"""Unicode has it a letter, so it is made an apostrophe like the others before words are looked for."""

# A space that belongs to a word: between the groups of thousands, and between the letter of an article and its number.
# It is found from the space on, which is rarer than letters and digits: the sides are looked at from there.
_ALONE = rf"(?<![\w.,{_DASHES}])"
_INNER_SPACE = rf"""
    [{_SPACES}](?=\d)(?:
      (?: (?<={_ALONE}\d[{_SPACES}]) | (?<={_ALONE}\d\d[{_SPACES}]) | (?<={_ALONE}\d\d\d[{_SPACES}]) )(?=\d{{3}}(?!\w))
    | (?<=(?<!\w)[LRDAlrda][.*][{_SPACES}])
    | (?<=(?<!\w)[Ll][Oo][.*][{_SPACES}])
    | (?: (?<=(?<!\w)[LRDAlr][{_SPACES}]) | (?<=(?<!\w)[Ll][Oo][{_SPACES}]) )(?=\d{{1,4}}[{_DASHES}]\d)
    )"""
_CLOSE_UP = re.compile(_INNER_SPACE.replace(_SPACES, " "), re.VERBOSE)
"""In a text whose spaces are all plain ones: one character is looked for in half the time that one of four takes."""
_PIECE = re.compile(rf"\S+(?:{_INNER_SPACE}\S+)*", re.VERBOSE)

_JOINER = "\u2060"
"""In the place of a space that belongs to a word: it parts nothing, and reads as nothing."""

_TOKEN = re.compile(
    rf"""
      \d{{1,3}}(?:\.\d{{3}}){{1,4}},\d+(?!\w)                              # 1.399,03
    | \d+[.,]\d+(?!\w)                                                   # 9,2
    | [LRDAlrda][Oo]?[.*]?\d{{1,4}}(?:[{_DASHES}]\d+)*(?!\w)             # L521-1
    | \d{{3,4}}[{_DASHES}]\d{{1,2}}(?:[{_DASHES}]\d+)*(?!\w)             # 371-1
    | [^\W\d_](?:\.[^\W\d_])+(?!\w)                                      # R.S.A
    | (?:[Aa]ujourd|[Pp]rud)[{_APOSTROPHES}][^\W_]+
    | [^\W_]+[{_APOSTROPHES}]?
    """,
    re.VERBOSE,
)
_AROUND = '.,;:!?()[]«»"…'
"""What most often stands around a word; no word begins or ends with it."""
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Soft hyphens, joiners and marks of direction: they may stand inside a word, and say nothing."""

_ELIDED = frozenset("c d j l m n s t qu jusqu lorsqu puisqu quoiqu quelqu presqu entr".split())  # noqa: SIM905

STOP_WORDS = frozenset(
    """
    a afin ai aie ainsi alors apres as au aucun aucune aupres auquel aussi autre autres aux auxquelles auxquels avaient
    avait avant avec avez avoir avons ayant c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez
    combien comme comment d dans de depuis des desquelles desquels donc dont du duquel durant elle elles en encore
    entre es est et etaient etait etant ete etes etre eu eux faire fait faut font furent il ils j je jusque l la
    laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me meme memes mes mon n ne ni nos
    notre nous on ont ou par parce parmi pas pendant peut peuvent pour pourquoi puis puisque qu quand que quel quelle
    quelles quelque quelques quels qui quoi s sa sauf se selon sera serait seront ses si sinon soient soit sommes son
    sont sous suis sur t ta te tel telle telles tels tes toi ton tous tout toute toutes tres tu un une vers via vos
    votre vous vu y
    """.split()  # noqa: SIM905
)
"""Words that say nothing of a subject (`sans`, `plus` and `non` do). Folded, not stemmed."""

_ORDINAL = re.compile(r"(\d+)(?:er|ere|re|e|eme|nd|nde)s?")
_NOT_ALNUM = re.compile(r"[\W_]")
_INSIDE = re.compile(r"[^\W_].*[^\W_]|[^\W_]", re.DOTALL)
_LONGEST_WORD = 64
_LONGEST_REMEMBERED = 100
_MOST_LETTERS = 60
"""Of most pieces of text; what is longer is looked at more closely."""
_MOST_SPANS = 20_000
_MOST_REMEMBERED = 400_000
"""Beyond that many pieces (hostile queries, a server that runs for years) the memories start afresh."""

_stem = Stemmer.Stemmer("french", 0).stemWord


def fold(text: str) -> str:
    """Lower case without accents nor ligatures: `Œuvre d'État` gives `oeuvre d'etat`. Folding twice changes nothing."""
    text = text.lower()
    if text.isascii():
        return text
    text = text.replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in normalize("NFKD", text) if not combining(c)).lower()


def words_of(text: str) -> list[str]:
    """The words of a text that are worth indexing, in order."""
    return list(chain.from_iterable(map(_pieces.__getitem__, closed_up(text).split())))


def terms_of(text: str) -> list[str]:
    """The terms of a text, in order."""
    return list(map(_terms.__getitem__, words_of(text)))


def term_of(word: str) -> str:
    """The term of one of `words_of`."""
    return _terms[word]


def words_in(piece: str) -> tuple[str, ...]:
    """The words of one piece of a text that is `closed_up`."""
    cleaned = _cleaned(piece)
    letters = cleaned.strip(_AROUND)
    if letters.isalpha():
        return (word,) if (word := _word(letters)) else ()
    return tuple([word for token in _TOKEN.findall(cleaned) if (word := _word(token))])


def spans_of(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, term) of each term of a text, in order: `text[start:end]` is what to mark."""
    for piece in _PIECE.finditer(text):
        first = piece.start()
        for start, end, term in _spans[piece[0]]:
            yield first + start, first + end, term


def closed_up(text: str) -> str:
    """A text, as long as it was, that white space parts where pieces end: a space that belongs to a word is none."""
    for space in _SPACES[1:]:
        text = text.replace(space, " ")
    return _CLOSE_UP.sub(_JOINER, text)


def spans_at(text: str, start: int) -> tuple[tuple[int, int, str], ...]:
    """`spans_of` the one piece of a text that starts there, counted from there."""
    near = text[start : start + _MOST_LETTERS].split(None, 1)
    if len(near) == 2 and not near[1][0].isdecimal():
        return _spans[near[0]]
    # Near the end, very long, or before a number: a space may belong to it.
    piece = _PIECE.match(text, start)
    return () if piece is None else _spans[piece[0]]


class _Spans(dict[str, tuple[tuple[int, int, str], ...]]):
    """The spans of a piece of text; filled as pieces come."""

    def __missing__(self, piece: str) -> tuple[tuple[int, int, str], ...]:
        spans = tuple((start, end, _terms[word]) for start, end, word in _places(piece))
        if len(self) >= _MOST_SPANS:
            self.clear()
        if len(piece) <= _LONGEST_REMEMBERED:
            self[piece] = spans
        return spans


def _places(raw: str) -> Iterator[tuple[int, int, str]]:
    """Where the words of a piece stand in it. In a piece that isn't read as it is written, all stand all over it."""
    closed = closed_up(raw)
    if raw == closed and _cleaned(raw) == raw:
        for token in _TOKEN.finditer(raw):
            if word := _word(token[0]):
                yield token.start(), token.end() - (token[0][-1] in _APOSTROPHES), word
    elif inside := _INSIDE.search(raw):
        yield from ((*inside.span(), word) for word in _pieces[closed])


class _Pieces(dict[str, tuple[str, ...]]):
    """What each piece of text between white space says; filled as pieces come."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        words = words_in(piece)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        if len(piece) <= _LONGEST_REMEMBERED:
            self[piece] = words
        return words


class _Terms(dict[str, str]):
    """Word → term, filled as words come."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        folded = fold(word)
        term = self[word] = _stem(_singular(folded)) if folded.isalpha() else folded
        return term


def _singular(word: str) -> str:
    """A word without its plural `s`, nor the last `e` of `étrangère` and `handicapée`.

    Snowball looks for endings of verbs before it takes off the plural, and for accents: it would part `loyer` from
    `loyers`, `loi` from `lois`, and the feminine, without its accent, from the masculine.
    """
    if len(word) > 3 and word[-1] == "s" and word[-2] != "s":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith(("ere", "ee")) else word


_pieces = _Pieces()
_spans = _Spans()
_terms = _Terms()


def _cleaned(piece: str) -> str:
    if piece.isascii():
        return piece
    if not is_normalized("NFC", piece):
        piece = normalize("NFC", piece)
    return _INVISIBLE.sub("", piece).replace(_LETTER_APOSTROPHE, "'")


def _word(token: str) -> str:
    """The word that a token stands for, '' when it says nothing."""
    word = token.lower()
    if not word.isalpha():
        word = _unelided(word)
    return "" if fold(word) in STOP_WORDS else word[:_LONGEST_WORD]


def _unelided(word: str) -> str:
    """A word of other characters than letters, as it is kept."""
    if word[-1] in _APOSTROPHES:
        word = word[:-1]
        if fold(word) in _ELIDED:
            return ""
    return _number(word) if word[0].isdecimal() else _letters(word)


def _letters(word: str) -> str:
    if word.isalnum():
        return word
    if word[-1].isdecimal():
        word = re.sub(f"[{_DASHES}]", "-", word)
        return "-".join(_NOT_ALNUM.sub("", part) for part in word.split("-"))
    return _NOT_ALNUM.sub("", word)


def _number(word: str) -> str:
    if word.isdecimal():
        return word
    if ordinal := _ORDINAL.fullmatch(fold(word)):
        return ordinal[1]
    if "," in word:
        return word.replace(".", "")
    return re.sub(f"[{_DASHES}]", "-", word).replace(".", ",")

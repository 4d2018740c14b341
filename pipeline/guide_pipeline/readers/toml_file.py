"""TOML files as typed tables: every wrong key or value becomes an issue at its line.

A text with a character that XML could not keep is an issue too: a title may come from here.
"""

import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guide_pipeline.model.inline import clean_text
from guide_pipeline.nearest import way_out
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.text_file import decode_text, forbidden_in
from guide_pipeline.readers.toml_lines import TomlLines

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_IN_FRENCH = (
    (r"Cannot declare|Cannot overwrite|Duplicate", "un nom est donné deux fois"),
    (r"Cannot mutate|Cannot redefine", "un nom désigne à la fois une valeur et une table"),
    (r"Expected '='", "il manque « = » après un nom"),
    (r"Expected '\]|Unclosed array", "un crochet n'est pas fermé"),
    (r"Expected newline", "il y a quelque chose de trop au bout de la ligne"),
    (r"Invalid date", "une date n'existe pas"),
    (r"Unclosed inline|Expected '\}'", "une accolade n'est pas fermée"),
    (r"Unterminated|Expected '\"|Expected \"'", "un texte n'est pas fermé par un guillemet"),
    (r"Unescaped|Escaped|hex", "une barre oblique inverse (\\) dans un texte s'écrit \\\\"),
    (r"Found invalid|Illegal character", "un caractère n'a pas sa place ici"),
    (r"Invalid value", "une valeur est mal écrite (un texte se met entre guillemets)"),
    (r"Invalid", "un nom est mal écrit"),
)


def parse_toml(data: bytes, problems: Problems) -> "Table":
    """The top table of a TOML file, empty and not `readable` once a problem is noted."""
    text = decode_text(data, problems)
    if text is None:
        return Table({}, TomlLines(""), problems, readable=False)
    text = text.replace("\r\n", "\n")
    lines = TomlLines(text)
    try:
        return Table(tomllib.loads(text, parse_float=Decimal), lines, problems)
    except ValueError as error:
        found = _PLACE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
        problems.add("toml-mal-forme", f"Le TOML est mal formé : {_in_french(str(error))}.", line)
    except RecursionError:
        problems.add("trop-profond", "Trop de crochets ou d'accolades les uns dans les autres.")
    return Table({}, lines, problems, readable=False)


def _in_french(message: str) -> str:
    for pattern, french in _IN_FRENCH:
        if re.search(pattern, message):
            return french
    return "une valeur ne se lit pas"


class Table:
    """One table of a TOML file. Reading a key marks it as known; `close` notes the others."""

    def __init__(
        self,
        values: dict[str, Any],
        lines: TomlLines,
        problems: Problems,
        line: int = 0,
        name: str = "",
        *,
        readable: bool = True,
    ) -> None:
        self.readable = readable
        """False when the file could not be read: its keys aren't missing, nobody knows."""
        self._values, self._lines, self._problems = values, lines, problems
        self._known: set[str] = set()
        self.line, self.name = line, name

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """The keys in the order of the file."""
        return tuple(self._values)

    def is_list(self, key: str) -> bool:
        """True when the key holds a list."""
        return isinstance(self._values.get(key), list)

    def problem(self, code: str, message: str, key: str = "") -> None:
        """Note a problem at the table's line, or at the line of one of its keys."""
        self._problems.add(code, message, self.line_of(key) if key else self.line)

    def text(self, key: str, *, needed: bool = False) -> str:
        """A text, white space collapsed; '' when absent (a problem when `needed`)."""
        value = self._get(key, str, "un texte", needed)
        return self._clean(value, key) if isinstance(value, str) else ""

    def line_of(self, key: str) -> int:
        """The line where a key of this table is given its value."""
        return self._lines.key(key, self.line, self.line)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        value = self._get(key, list, "une liste de textes", False) or []
        if not all(isinstance(item, str) for item in value):
            self.problem("valeur-interdite", f"« {key} » est une liste de textes.", key)
            return ()
        return tuple(text for item in value if (text := self._clean(item, key)))

    def day(self, key: str, *, needed: bool = False) -> date | None:
        """A date (AAAA-MM-JJ, without quotes)."""
        value = self._get(key, date, "une date (AAAA-MM-JJ, sans guillemets)", needed)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def integer(self, key: str, *, needed: bool = False) -> int:
        """A whole number, 0 when absent."""
        value = self._get(key, int, "un nombre entier", needed)
        return value if isinstance(value, int) else 0

    def number(self, key: str, *, needed: bool = False) -> Decimal:
        """A decimal number, exact; 0 when absent."""
        value = self._get(key, (int, Decimal), "un nombre", needed)
        number = Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)
        if not number.is_finite():
            self.problem("valeur-interdite", f"« {key} » est un nombre, pas {number}.", key)
            return Decimal(0)
        return number

    def flag(self, key: str) -> bool:
        """true or false; false when absent."""
        return bool(self._get(key, bool, "true ou false", False))

    def table(self, key: str) -> "Table":
        """A table inside this one, empty when absent."""
        value = self._get(key, dict, "une table", False) or {}
        return Table(value, self._lines, self._problems, self._lines.header(key, 0, self.line), key)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """An array of tables (`[[name]]`), empty when absent."""
        value = self._get(key, list, "une suite de tables", False) or []
        if not all(isinstance(item, dict) for item in value):
            self.problem("valeur-interdite", f"« {key} » s'écrit en tables [[{key}]].", key)
            return ()
        header = f"{self.name}.{key}" if self.name else key
        return tuple(
            Table(item, self._lines, self._problems, self._lines.header(header, n, self.line), header)
            for n, item in enumerate(value)
        )

    def close(self) -> None:
        """Note every key that nobody asked for: a misspelt key must not be silently lost."""
        for key in self._values:
            if key not in self._known:
                out = way_out(key, self._known)
                self.problem("cle-inconnue", f"« {key} » n'est pas un nom connu ici.{out}", key)

    def _get(self, key: str, kind: type | tuple[type, ...], wanted: str, needed: bool) -> Any:
        self._known.add(key)
        value = self._values.get(key)
        if value is None or value == "":
            if needed and self.readable:
                self.problem("cle-manquante", f"« {key} » manque.")
            return None
        wrong_flag = isinstance(value, bool) and kind is not bool
        if wrong_flag or not isinstance(value, kind) or (kind is date and isinstance(value, datetime)):
            self.problem("valeur-interdite", f"« {key} » est {wanted}.", key)
            return None
        return value

    def _clean(self, text: str, key: str) -> str:
        if problem := forbidden_in(text):
            self.problem("caractere-interdit", f"{problem} dans « {key} ».", key)
            return ""
        return clean_text(text).strip(" ")

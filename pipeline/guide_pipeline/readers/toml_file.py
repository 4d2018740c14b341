"""TOML files as typed tables: every wrong key or value becomes an issue at its line.

tomllib gives no line numbers, so a line is found again by the text of its header or key.
"""

import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guide_pipeline.model.inline import clean_text
from guide_pipeline.readers.secure_xml import Problems

_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def parse_toml(data: bytes, problems: Problems) -> "Table":
    """The top table of a TOML file, empty once a problem is noted."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        return Table(tomllib.loads(text, parse_float=Decimal), text, problems)
    except UnicodeDecodeError:
        problems.add("encodage", "Le fichier n'est pas en UTF-8 : enregistrez-le dans ce codage.")
    except tomllib.TOMLDecodeError as error:
        line = int(found[1]) if (found := _LINE.search(str(error))) else 0
        problems.add(
            "toml-mal-forme", f"Le fichier TOML est mal formé : {_LINE.sub('', str(error)).strip()}.", line
        )
    return Table({}, "", problems)


class Table:
    """One table of a TOML file. Reading a key marks it as known; `close` notes the others."""

    def __init__(
        self, values: dict[str, Any], text: str, problems: Problems, line: int = 0, name: str = ""
    ) -> None:
        self._values, self._text, self._problems = values, text, problems
        self._known: set[str] = set()
        self.line, self.name = line, name

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """The keys in the order of the file."""
        return tuple(self._values)

    def problem(self, code: str, message: str, key: str = "") -> None:
        """Note a problem at the table's line, or at the line of one of its keys."""
        self._problems.add(code, message, self._line_of_key(key) if key else self.line)

    def text(self, key: str, *, needed: bool = False) -> str:
        """A text, white space collapsed; '' when absent (a problem when `needed`)."""
        value = self._get(key, str, "un texte", needed)
        return clean_text(value).strip(" ") if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        value = self._get(key, list, "une liste de textes", False) or []
        if not all(isinstance(item, str) for item in value):
            self.problem("valeur-interdite", f"« {key} » est une liste de textes.", key)
            return ()
        return tuple(text for item in value if (text := clean_text(item).strip(" ")))

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
        return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)

    def flag(self, key: str) -> bool:
        """true or false; false when absent."""
        return bool(self._get(key, bool, "true ou false", False))

    def table(self, key: str) -> "Table":
        """A table inside this one, empty when absent."""
        value = self._get(key, dict, "une table", False) or {}
        return Table(value, self._text, self._problems, self._line_of_header(key, 0), key)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """An array of tables (`[[name]]`), empty when absent."""
        value = self._get(key, list, "une suite de tables", False) or []
        if not all(isinstance(item, dict) for item in value):
            self.problem("valeur-interdite", f"« {key} » s'écrit en tables [[{key}]].", key)
            return ()
        header = f"{self.name}.{key}" if self.name else key
        return tuple(
            Table(item, self._text, self._problems, self._line_of_header(header, n), header)
            for n, item in enumerate(value)
        )

    def close(self) -> None:
        """Note every key that nobody asked for: a misspelt key must not be silently lost."""
        for key in self._values:
            if key not in self._known:
                self.problem("cle-inconnue", f"« {key} » n'est pas un nom connu ici.", key)

    def _get(self, key: str, kind: type | tuple[type, ...], wanted: str, needed: bool) -> Any:
        self._known.add(key)
        value = self._values.get(key)
        if value is None or value == "":
            if needed:
                self.problem("cle-manquante", f"« {key} » manque.")
            return None
        wrong_flag = isinstance(value, bool) and kind is not bool
        if wrong_flag or not isinstance(value, kind) or (kind is date and isinstance(value, datetime)):
            self.problem("valeur-interdite", f"« {key} » est {wanted}.", key)
            return None
        return value

    def _line_of_header(self, name: str, nth: int) -> int:
        quoted = rf'(?:{re.escape(name)}|"{re.escape(name)}"|\'{re.escape(name)}\')'
        pattern = re.compile(rf"^\s*\[\[?\s*{quoted}\s*\]\]?", re.MULTILINE)
        for n, found in enumerate(pattern.finditer(self._text)):
            if n == nth:
                return self._text.count("\n", 0, found.start()) + 1 + found[0].count("\n")
        return self.line

    def _line_of_key(self, key: str) -> int:
        pattern = re.compile(
            rf'^\s*["\']?{re.escape(key)}["\']?\s*=|^\s*\[+"?{re.escape(key)}"?\]', re.MULTILINE
        )
        start = 0
        for _ in range(self.line - 1):
            start = self._text.find("\n", start) + 1
        found = pattern.search(self._text, start)
        return self._text.count("\n", 0, found.start()) + 1 if found else self.line

"""Writing the little TOML that imports need: tables of texts, dates, numbers and lists of texts."""

import json
from collections.abc import Iterable
from datetime import date

Value = str | int | bool | date | tuple[str, ...]


def toml_value(value: Value) -> str:
    """A value as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case str():
            # a JSON string is a TOML basic string, but for DEL, which TOML wants escaped
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case tuple():
            return f"[{', '.join(map(toml_value, value))}]"
        case _:
            return str(value)


def toml_table(header: str, values: Iterable[tuple[str, Value]]) -> str:
    """A table with its header line ('[guide]', '[[operations]]'; '' for none); empty texts are left out."""
    lines = [header] if header else []
    lines += [f"{key} = {toml_value(value)}" for key, value in values if value not in ("", ())]
    return "\n".join(lines) + "\n\n"

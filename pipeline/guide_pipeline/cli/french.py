"""argparse in French. argparse looks its own texts up with gettext; this gives it ours."""

import argparse
from typing import Any, NoReturn

from guide_pipeline.nearest import way_out

_TEXTS = {
    "usage: ": "usage : ",
    "options": "options",
    "positional arguments": "arguments",
    "optional arguments": "options",
    "show this help message and exit": "affiche cette aide",
    "show program's version number and exit": "affiche la version",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "arguments inconnus : %s",
    "expected one argument": "attend une valeur",
    "expected at least one argument": "attend au moins une valeur",
    "invalid %(type)s value: %(value)r": "« %(value)s » n'est pas valable",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s : %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s : erreur : %(message)s\n",
    "one of the arguments %s is required": "il faut l'un de ces arguments : %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s est ambigu : %(matches)s",
}


def speak_french() -> None:
    """Make argparse's own texts French for this process."""
    argparse._ = _french  # type: ignore[attr-defined]


def _french(text: str) -> str:
    return _TEXTS.get(text, text)


class Parser(argparse.ArgumentParser):
    """A parser whose errors say where help is. Options are written whole: `--app` publishes nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "allow_abbrev": False})

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """A choice that there isn't gets its way out; argparse would list them all, however many."""
        if action.choices is not None and value not in action.choices:
            out = way_out(str(value), [str(choice) for choice in action.choices])
            raise argparse.ArgumentError(action, f"« {value} » n'est pas un choix.{out}")

    def error(self, message: str) -> NoReturn:
        """Print the problem and the way to the help; exit code 2."""
        self.exit(2, f"{self.prog} : {message}\nAide : {self.prog} --help\n")

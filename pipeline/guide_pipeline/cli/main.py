"""`guide`: the entry point. Exit codes: 0 fine, 1 issues found, 2 usage, 3 a bug (log named), 130 interrupted."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path

from guide_pipeline.cli.console import complain, say_issues
from guide_pipeline.cli.french import Parser, speak_french
from guide_pipeline.errors import ContentError, GuideError, UsageError

_OBJECTS_BETWEEN_COLLECTIONS = 100_000
FINE, ISSUES, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS = (
    "init",
    "check",
    "ingest",
    "diff",
    "report",
    "review",
    "publish",
    "build",
    "status",
    "editions",
    "rollback",
    "verify",
    "watch",
    "serve",
    "search",
    "stats",
    "rates",
    "user",
    "notify",
    "audit",
    "import_data",
    "demo",
)
"""Modules of guide_pipeline.cli.commands, in the order of the help. Each has `register(subparsers)`."""

_DESCRIPTION = """\
Tient à jour, publie et sert un guide : contrôle, lots de mise à jour, éditions, recherche.

Chaque commande a son aide et un exemple : guide COMMANDE --help
"""


def build_parser(only: str | None = None) -> Parser:
    """The parser, with every command, or with one only (start-up time: a command imports what it needs)."""
    speak_french()
    parser = Parser(
        prog="guide", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "-C",
        dest="root",
        metavar="DOSSIER",
        type=Path,
        default=Path(),
        help="le guide à traiter (par défaut : ce dossier)",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="affiche la version")
    subparsers = parser.add_subparsers(
        title="commandes", metavar="COMMANDE", required=True, parser_class=Parser
    )
    for name in COMMANDS if only is None else (only,):
        import_module(f"guide_pipeline.cli.commands.{name}").register(subparsers)
    return parser


class _Version(argparse.Action):
    """Looked up only when asked for: package metadata is slow to read."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        parser.exit(0, f"guide {version('guide-familial')}\n")


def _wanted(arguments: Sequence[str]) -> str | None:
    """The command in the arguments, when it can be told without parsing them."""
    skip = False
    for argument in arguments:
        if skip or argument == "-C":
            skip = not skip
            continue
        if argument.startswith("-"):
            return None
        module = {"import": "import_data"}.get(argument, argument)
        return module if module in COMMANDS else None
    return None


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Nothing but this turns exceptions into words."""
    args: argparse.Namespace | None = None
    try:
        args = build_parser(_wanted(arguments)).parse_args(arguments)
        return int(args.run(args))
    except UsageError as error:
        complain(f"guide : {error}")
        return USAGE
    except ContentError as error:
        say_issues(error.issues, warnings=True)
        complain(f"guide : {error}")
        return ISSUES
    except GuideError as error:
        complain(f"guide : {error}")
        return ISSUES
    except KeyboardInterrupt:
        complain("guide : interrompu ; rien n'est à moitié fait.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        complain(
            f"guide : erreur inattendue ({type(error).__name__}). Détails à joindre à votre signalement : {_log(arguments)}"
        )
        return BUG


def _log(arguments: Sequence[str]) -> Path:
    """Write the trace of a bug where its finder can send it from."""
    import tempfile
    import traceback

    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    with tempfile.NamedTemporaryFile(
        "w", prefix=f"guide-erreur-{stamp}-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"Python {sys.version}\n{' '.join(arguments)}\n\n")
        file.write(traceback.format_exc())
    return Path(file.name)


def entry() -> None:
    """The console script."""
    # Content is trees without cycles, by the million: looking for cycles every 700 objects finds next to nothing, and
    # takes a twelfth of the time of a publication.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    sys.exit(main(sys.argv[1:]))

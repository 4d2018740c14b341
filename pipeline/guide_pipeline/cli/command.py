"""What all commands share: how they are declared, and which guide they work on."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from guide_pipeline.readers.corpus_files import CONFIG_NAME

if TYPE_CHECKING:
    from guide_pipeline.editions.store import EditionStore
    from guide_pipeline.readers.config import GuideConfig

Run = Callable[[argparse.Namespace], int]


def declare(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    summary: str,
    example: str,
) -> argparse.ArgumentParser:
    """A command with its French summary and an example that can be pasted."""
    parser = subparsers.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"exemple :\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option of commands whose result a script may want."""
    parser.add_argument("--json", action="store_true", help="résultat en JSON, pour un script")


def guide_root(args: argparse.Namespace) -> Path:
    """The root of the guide in hand: the folder given, or the nearest above it that is a guide."""
    start = Path(args.root).resolve()
    return next((folder for folder in (start, *start.parents) if (folder / CONFIG_NAME).is_file()), start)


def guide_in_hand(args: argparse.Namespace) -> "tuple[Path, GuideConfig]":
    """The root and configuration of the guide in hand. NotFoundError when it isn't a guide."""
    from guide_pipeline.readers.config import read_config

    root = guide_root(args)
    return root, read_config(root)


def opened(args: argparse.Namespace) -> "tuple[Path, GuideConfig, EditionStore]":
    """The root, configuration and editions of the guide in hand. NotFoundError when it isn't a guide."""
    from guide_pipeline.editions.store import EditionStore

    root, config = guide_in_hand(args)
    return root, config, EditionStore(root)

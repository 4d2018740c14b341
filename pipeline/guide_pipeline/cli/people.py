"""What the acts on accounts share: how they are declared, and the accounts that they are done on."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from guide_pipeline.cli.command import declare, opened
from guide_pipeline.cli.state import open_people

if TYPE_CHECKING:
    from guide_site.state.store import State

BY = "ligne de commande"
"""Who the trail says did it."""

Act = Callable[[argparse.Namespace, "State"], int | None]
Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_act(actions: Actions, name: str, summary: str, example: str, act: Act) -> argparse.ArgumentParser:
    """An act of `guide user`, with an example."""
    parser = declare(actions, name, run, summary, f"guide user {example}")
    parser.set_defaults(act=act)
    return parser


def add_act_on(actions: Actions, name: str, summary: str, act: Act) -> argparse.ArgumentParser:
    """An act on one account, named first."""
    parser = add_act(actions, name, summary, f"{name} a.roux", act)
    parser.add_argument("name", metavar="IDENTIFIANT")
    return parser


def run(args: argparse.Namespace) -> int:
    """Open the accounts and do what was asked."""
    root, config, _ = opened(args)
    args.config = config
    act: Act = args.act
    with open_people(root, config) as state:
        return act(args, state) or 0

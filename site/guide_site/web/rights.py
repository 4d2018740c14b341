"""Which role may do what: the whole table."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from guide_site.state import Role


class Action(StrEnum):
    """What an address lets someone do."""

    OPEN = "sans connexion"
    READ = "lire et chercher"
    READ_WITHDRAWN = "lire une édition retirée"
    OWN_ACCOUNT = "gérer son compte"
    READ_REPORTS = "lire les rapports"
    DECIDE = "approuver ou refuser un lot"
    PUBLISH = "publier"
    ACCOUNTS = "gérer les comptes"


_AGENT = frozenset({Action.OPEN, Action.READ, Action.OWN_ACCOUNT})
_EDITOR = _AGENT | {Action.READ_REPORTS, Action.READ_WITHDRAWN}
_ADMIN = _EDITOR | {Action.DECIDE, Action.PUBLISH, Action.ACCOUNTS}

RIGHTS: Mapping[Role | None, frozenset[Action]] = MappingProxyType(
    {None: frozenset({Action.OPEN}), Role.AGENT: _AGENT, Role.EDITOR: _EDITOR, Role.ADMIN: _ADMIN}
)
"""Actions by role; None is someone signed out."""

View = TypeVar("View", bound=Callable[..., Any])


def needs(action: Action) -> Callable[[View], View]:
    """Declare the action that a view lets people do."""

    def declare(view: View) -> View:
        view.__dict__["guide_action"] = action
        return view

    return declare


def action_of(view: Callable[..., Any]) -> Action | None:
    """The action a view has declared, None when it has not."""
    action = getattr(view, "guide_action", None)
    return action if isinstance(action, Action) else None

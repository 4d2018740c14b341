"""Which role may do what: the whole table."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from guide_site.state import Role, Scope


class Action(StrEnum):
    """What an address lets someone do."""

    OPEN = "sans connexion"
    READ = "lire et chercher"
    READ_WITHDRAWN = "lire une édition retirée"
    OWN_ACCOUNT = "gérer son compte"
    READ_REPORTS = "lire les rapports"
    API_TOKENS = "avoir des jetons pour ses scripts"
    COMMENT = "commenter un changement, répondre à une question"
    DECIDE = "approuver ou refuser les changements d'un lot"
    PUBLISH = "publier"
    HELP_DESK = "débloquer, donner un code"
    ACCOUNTS = "gérer les comptes, les clés et les sessions"
    TRAIL = "lire le journal"


_AGENT = frozenset({Action.OPEN, Action.READ, Action.OWN_ACCOUNT})
_EDITOR = _AGENT | {Action.READ_REPORTS, Action.COMMENT, Action.READ_WITHDRAWN, Action.API_TOKENS}
_ADMIN = _EDITOR | {Action.DECIDE, Action.PUBLISH, Action.HELP_DESK, Action.ACCOUNTS, Action.TRAIL}

RIGHTS: Mapping[Role | None, frozenset[Action]] = MappingProxyType(
    {None: frozenset({Action.OPEN}), Role.AGENT: _AGENT, Role.EDITOR: _EDITOR, Role.ADMIN: _ADMIN}
)
"""Actions by role; None is someone signed out."""

SCOPES: Mapping[Scope, frozenset[Action]] = MappingProxyType(
    {
        Scope.READ: frozenset({Action.READ, Action.READ_WITHDRAWN}),
        Scope.REPORTS: frozenset({Action.READ_REPORTS}),
        Scope.COMMENT: frozenset({Action.COMMENT}),
        Scope.DECIDE: frozenset({Action.DECIDE}),
        Scope.PUBLISH: frozenset({Action.PUBLISH}),
    }
)
"""Actions that a token may be given; it also needs the role that has them. None manages accounts."""

TOKEN_ALWAYS = frozenset({Action.OPEN, Action.OWN_ACCOUNT})
"""What any token may do: ask whose it is."""


def allowed(role: Role | None, scopes: frozenset[Scope] | None = None) -> frozenset[Action]:
    """All that someone of `role` may do; by a token of `scopes` when they are given."""
    rights = RIGHTS[role]
    return rights if scopes is None else rights & TOKEN_ALWAYS.union(*(SCOPES[s] for s in scopes))


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

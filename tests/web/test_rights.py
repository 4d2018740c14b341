"""The table of rights, cell by cell: each role × each action, by the page and by the interface for programs.

The table is written out here once more, by hand: a change of rights is a change of this file too.
"""

import pytest
from flask.testing import FlaskClient

from guide_site.state import Role, Scope, State
from guide_site.web.rights import RIGHTS, SCOPES, Action

from .conftest import NAMES, Clients, token_of

ROLES: tuple[Role | None, ...] = (None, Role.AGENT, Role.EDITOR, Role.ADMIN)
YES, NO = True, False
# signed out, agent, rédacteur, administrateur
TABLE = {
    Action.OPEN: (YES, YES, YES, YES),
    Action.READ: (NO, YES, YES, YES),
    Action.OWN_ACCOUNT: (NO, YES, YES, YES),
    Action.READ_WITHDRAWN: (NO, NO, YES, YES),
    Action.READ_REPORTS: (NO, NO, YES, YES),
    Action.API_TOKENS: (NO, NO, YES, YES),
    Action.COMMENT: (NO, NO, YES, YES),
    Action.DECIDE: (NO, NO, NO, YES),
    Action.PUBLISH: (NO, NO, NO, YES),
    Action.HELP_DESK: (NO, NO, NO, YES),
    Action.ACCOUNTS: (NO, NO, NO, YES),
    Action.TRAIL: (NO, NO, NO, YES),
}
PAGES = {
    Action.OPEN: ("GET", "/sante"),
    Action.READ: ("GET", "/fiches/pacs.html"),
    Action.OWN_ACCOUNT: ("GET", "/compte"),
    Action.READ_WITHDRAWN: ("GET", "/editions/2/fiches/pacs.html"),
    Action.READ_REPORTS: ("GET", "/rapports/"),
    Action.API_TOKENS: ("POST", "/compte/jetons"),
    Action.COMMENT: ("POST", "/rapports/2026-03/commentaire"),
    Action.DECIDE: ("POST", "/rapports/2026-03/decision"),
    Action.PUBLISH: ("POST", "/rapports/2026-03/publication"),
    Action.HELP_DESK: ("GET", "/comptes/bloques"),
    Action.ACCOUNTS: ("GET", "/comptes"),
    Action.TRAIL: ("GET", "/journal"),
}
API = {
    Action.OPEN: ("GET", "/sante"),
    Action.READ: ("GET", "/api/recherche?q=pacs"),
    Action.OWN_ACCOUNT: ("GET", "/api/moi"),
    Action.READ_WITHDRAWN: ("GET", "/api/recherche?q=pacs&edition=2"),
    Action.READ_REPORTS: ("GET", "/api/rapports"),
    Action.API_TOKENS: ("GET", "/api/jetons"),
    Action.COMMENT: ("POST", "/api/rapports/2026-03/commentaire"),
    Action.DECIDE: ("POST", "/api/rapports/2026-03/decision"),
    Action.PUBLISH: ("POST", "/api/rapports/2026-03/publication"),
    Action.HELP_DESK: ("GET", "/api/comptes/bloques"),
    Action.ACCOUNTS: ("GET", "/api/comptes"),
    Action.TRAIL: ("GET", "/api/journal"),
}
CELLS = [(action, column) for action in TABLE for column in range(4)]
DONE = (200, 400, 409)
"""Allowed: done, or turned down for what was asked, not for who asked."""


def cell(value: object) -> str:
    return str(value.name if isinstance(value, Action) else ROLES[int(str(value))] or "sans")


def test_the_table_is_this_one() -> None:
    assert set(TABLE) == set(PAGES) == set(API) == set(Action)
    for column, role in enumerate(ROLES):
        assert RIGHTS[role] == {action for action, row in TABLE.items() if row[column]}


@pytest.mark.parametrize(("action", "column"), CELLS, ids=cell)
def test_by_page(shared_as: Clients, action: Action, column: int) -> None:
    client = shared_as(ROLES[column])
    assert _allowed(client, *PAGES[action], signed_in=column > 0) == TABLE[action][column]


@pytest.mark.parametrize(("action", "column"), CELLS, ids=cell)
def test_by_program_with_a_session(shared_as: Clients, action: Action, column: int) -> None:
    client = shared_as(ROLES[column])
    assert _allowed(client, *API[action], signed_in=column > 0) == TABLE[action][column]


@pytest.mark.parametrize(("action", "column"), CELLS, ids=cell)
def test_by_program_with_a_token_of_every_scope(
    shared_as: Clients, shared_state: State, action: Action, column: int
) -> None:
    """A token never does more than its account, nor anything that no scope has."""
    role = ROLES[column]
    bearer = {}
    if role is not None:
        secret = shared_state.add_token(NAMES[role], "essai", frozenset(Scope), 1, by="essai")
        bearer = {"Authorization": f"Bearer {secret}"}
    method, address = API[action]
    answer = shared_as(None).open(address, method=method, headers=bearer)
    scoped = action in (Action.OPEN, Action.OWN_ACCOUNT) or any(action in held for held in SCOPES.values())
    assert (answer.status_code in DONE) == (TABLE[action][column] and scoped)


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("action", [a for a in API if a is not Action.OPEN])
def test_a_token_does_what_its_scope_says(
    shared_as: Clients, shared_state: State, scope: Scope, action: Action
) -> None:
    secret = shared_state.add_token("ada", "essai", frozenset({scope}), 1, by="essai")
    method, address = API[action]
    answer = shared_as(None).open(address, method=method, headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code in DONE) == (action in SCOPES[scope] or action is Action.OWN_ACCOUNT)


def _allowed(client: FlaskClient, method: str, address: str, *, signed_in: bool) -> bool:
    data = {"jeton": token_of(client)} if method == "POST" and signed_in else None
    return client.open(address, method=method, data=data).status_code in DONE

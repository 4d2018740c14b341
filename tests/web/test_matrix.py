"""Every address × every role: who gets in, and that none was forgotten."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from flask import Flask

from guide_site.state import Role
from guide_site.web.rights import RIGHTS, Action, action_of

from .conftest import Clients, token_of

ROLES: tuple[Role | None, ...] = (None, Role.AGENT, Role.EDITOR, Role.ADMIN)
OUT, NO = 303, 403


@dataclass(frozen=True)
class Cell:
    """An endpoint, how to ask for it, and the answers to the four roles in order."""

    endpoint: str
    method: str
    address: str
    answers: tuple[int, int, int, int]


TABLE = (
    Cell("sign_in", "GET", "/connexion", (200, 303, 303, 303)),
    Cell("sign_in", "POST", "/connexion", (400, 303, 303, 303)),
    Cell("sign_out", "POST", "/deconnexion", (OUT, 303, 303, 303)),
    Cell("health", "GET", "/sante", (200, 200, 200, 200)),
    Cell("icon", "GET", "/favicon.ico", (200, 200, 200, 200)),
    Cell("home", "GET", "/", (OUT, 200, 200, 200)),
    Cell("page", "GET", "/fiches/pacs.html", (OUT, 200, 200, 200)),
    Cell("page", "GET", "/fiches/inconnue.html", (OUT, 404, 404, 404)),
    Cell("page", "GET", "/assets/inconnu.css", (OUT, 404, 404, 404)),
    Cell("page", "POST", "/fiches/pacs.html", (OUT, 405, 405, 405)),
    Cell("old_home", "GET", "/editions/0/", (OUT, 200, 200, 200)),
    Cell("old_page", "GET", "/editions/0/fiches/pacs.html", (OUT, 200, 200, 200)),
    Cell("old_page", "GET", "/editions/2/fiches/pacs.html", (OUT, 404, 200, 200)),
    Cell("search", "GET", "/recherche?q=notaire", (OUT, 200, 200, 200)),
    Cell("old_search", "GET", "/editions/0/recherche?q=notaire", (OUT, 200, 200, 200)),
    Cell("old_search", "GET", "/editions/2/recherche", (OUT, 404, 200, 200)),
    Cell("api_search", "GET", "/api/recherche?q=notaire", (401, 200, 200, 200)),
    Cell("api_search", "GET", "/api/recherche?q=notaire&edition=2", (401, 404, 200, 200)),
    Cell("api_suggestions", "GET", "/api/suggestions?q=lo", (401, 200, 200, 200)),
    Cell("api_suggestions", "GET", "/api/suggestions?q=lo&edition=2", (401, 404, 200, 200)),
    Cell("search_counts", "GET", "/statistiques", (OUT, NO, 200, 200)),
    Cell("comparison", "GET", "/comparer/pacs?de=0&a=1", (OUT, 200, 200, 200)),
    Cell("comparison", "GET", "/comparer/pacs?de=0&a=2", (OUT, 404, 200, 200)),
    Cell("choose_date", "GET", "/a-la-date?jour=2026-01-15", (OUT, 302, 302, 302)),
    Cell("dated_home", "GET", "/le/2026-01-15/", (OUT, 200, 200, 200)),
    Cell("dated_page", "GET", "/le/2026-01-15/fiches/pacs.html", (OUT, 200, 200, 200)),
    Cell("dated_page", "GET", "/le/2025-01-01/fiches/pacs.html", (OUT, 404, 404, 404)),
    Cell("reports", "GET", "/rapports/", (OUT, NO, 200, 200)),
    Cell("report", "GET", "/rapports/2026-03/", (OUT, NO, 200, 200)),
    Cell("report_file", "GET", "/rapports/2026-03/report.html", (OUT, NO, 200, 200)),
    Cell("review_state", "GET", "/rapports/2026-03/etat", (OUT, NO, 200, 200)),
    Cell("review_record", "GET", "/rapports/2026-02/decisions.json", (OUT, NO, 200, 200)),
    Cell("decide", "POST", "/rapports/2026-03/decision", (OUT, NO, NO, 409)),
    Cell("comment", "POST", "/rapports/2026-03/commentaire", (OUT, NO, 409, 409)),
    Cell("publish", "POST", "/rapports/2026-03/publication", (OUT, NO, NO, 409)),
    Cell("account", "GET", "/compte", (OUT, 200, 200, 200)),
    Cell("change_password", "POST", "/compte/mot-de-passe", (OUT, 409, 409, 409)),
    Cell("sign_out_everywhere", "POST", "/compte/deconnexion-partout", (OUT, 303, 303, 303)),
    Cell("people", "GET", "/comptes", (OUT, NO, NO, 200)),
    Cell("add_person", "POST", "/comptes/ajout", (OUT, NO, NO, 409)),
    Cell("reset_password", "POST", "/comptes/mot-de-passe", (OUT, NO, NO, 404)),
    Cell("close_account", "POST", "/comptes/fermeture", (OUT, NO, NO, 404)),
    Cell("reopen_account", "POST", "/comptes/reouverture", (OUT, NO, NO, 404)),
    Cell("ask_to_delete", "GET", "/comptes/compte/agnes/suppression", (OUT, NO, NO, 200)),
    Cell("ask_to_delete", "GET", "/comptes/compte/inconnue/suppression", (OUT, NO, NO, 404)),
    Cell("delete_person", "POST", "/comptes/suppression", (OUT, NO, NO, 404)),
    Cell("change_role", "POST", "/comptes/role", (OUT, NO, NO, 404)),
    Cell("key_sign_in_options", "POST", "/connexion/cle/options", (400, 200, 200, 200)),
    Cell("key_sign_in", "POST", "/connexion/cle", (400, 403, 403, 403)),
    Cell("sso", "GET", "/connexion/sso", (404, 404, 404, 404)),
    Cell("sso_back", "GET", "/connexion/sso/retour", (404, 404, 404, 404)),
    Cell("sso_ended", "GET", "/connexion/sso/fin?state=x", (OUT, 303, 303, 303)),
    Cell("certificate", "POST", "/connexion/certificat", (400, 404, 404, 404)),
    Cell("help_desk", "GET", "/secours", (200, 200, 200, 200)),
    Cell("help_desk", "POST", "/secours", (400, 403, 403, 403)),
    Cell("enrol_options", "POST", "/secours/cle/options", (400, 403, 403, 403)),
    Cell("enrol", "POST", "/secours/cle", (400, 403, 403, 403)),
    Cell("invitation", "GET", "/invitation/inconnue", (404, 404, 404, 404)),
    Cell("invitation", "POST", "/invitation/inconnue", (400, 404, 404, 404)),
    Cell("new_key_options", "POST", "/compte/cles/options", (OUT, 200, 200, 200)),
    Cell("new_key", "POST", "/compte/cles", (OUT, 409, 409, 409)),
    Cell("own_key_lost", "POST", "/compte/cles/perdue", (OUT, 404, 404, 404)),
    Cell("end_own_session", "POST", "/compte/sessions/fermeture", (OUT, 409, 409, 409)),
    Cell("new_token", "POST", "/compte/jetons", (OUT, NO, 409, 409)),
    Cell("revoke_own_token", "POST", "/compte/jetons/revocation", (OUT, NO, 409, 409)),
    Cell("person", "GET", "/comptes/compte/agnes", (OUT, NO, NO, 200)),
    Cell("person", "GET", "/comptes/compte/inconnue", (OUT, NO, NO, 404)),
    Cell("export_people", "GET", "/comptes/export.csv", (OUT, NO, NO, 200)),
    Cell("import_people", "GET", "/comptes/import", (OUT, NO, NO, 200)),
    Cell("import_people", "POST", "/comptes/import", (OUT, NO, NO, 409)),
    Cell("edit_person", "POST", "/comptes/modification", (OUT, NO, NO, 404)),
    Cell("invite_person", "POST", "/comptes/invitation", (OUT, NO, NO, 404)),
    Cell("unlock_person", "POST", "/comptes/deblocage", (OUT, NO, NO, 404)),
    Cell("give_code", "POST", "/comptes/code", (OUT, NO, NO, 404)),
    Cell("all_sessions", "GET", "/comptes/sessions", (OUT, NO, NO, 200)),
    Cell("all_keys", "GET", "/comptes/cles", (OUT, NO, NO, 200)),
    Cell("locked", "GET", "/comptes/bloques", (OUT, NO, NO, 200)),
    Cell("end_any_session", "POST", "/comptes/sessions/fermeture", (OUT, NO, NO, 404)),
    Cell("sign_person_out", "POST", "/comptes/deconnexion", (OUT, NO, NO, 404)),
    Cell("key_lost", "POST", "/comptes/cles/perdue", (OUT, NO, NO, 404)),
    Cell("revoke_any_token", "POST", "/comptes/jetons/revocation", (OUT, NO, NO, 404)),
    Cell("trail", "GET", "/journal", (OUT, NO, NO, 200)),
    Cell("export_trail", "GET", "/journal/export.jsonl", (OUT, NO, NO, 200)),
    Cell("own_sheets", "GET", "/mes-fiches", (OUT, 200, 200, 200)),
    Cell("own_settings", "GET", "/mes-fiches/reglages", (OUT, 200, 200, 200)),
    Cell("own_summary", "GET", "/mes-fiches/resume.json", (OUT, 200, 200, 200)),
    Cell("own_export", "GET", "/mes-fiches/export.json", (OUT, 200, 200, 200)),
    Cell("mark_seen", "POST", "/mes-fiches/vu", (OUT, 303, 303, 303)),
    Cell("change_own_settings", "POST", "/mes-fiches/reglages", (OUT, 303, 303, 303)),
    Cell("forget_readings", "POST", "/mes-fiches/lectures/oubli", (OUT, 303, 303, 303)),
    Cell("erase_own", "POST", "/mes-fiches/effacement", (OUT, 303, 303, 303)),
    Cell("make_feed_key", "POST", "/mes-fiches/flux", (OUT, 200, 200, 200)),
    Cell("revoke_feed_key", "POST", "/mes-fiches/flux/revocation", (OUT, 303, 303, 303)),
    Cell("sheet_notes", "GET", "/fiches/pacs/notes", (OUT, 200, 200, 200)),
    Cell("sheet_notes", "GET", "/fiches/inconnue/notes", (OUT, 404, 404, 404)),
    Cell("add_note", "POST", "/fiches/pacs/notes", (OUT, 409, 409, 409)),
    Cell("set_favourite", "POST", "/fiches/pacs/favori", (OUT, 303, 303, 303)),
    Cell("sheet_read", "POST", "/fiches/pacs/lecture", (OUT, 200, 200, 200)),
    Cell("change_note", "POST", "/mes-fiches/notes/1", (OUT, 404, 404, 404)),
    Cell("feed", "GET", "/flux/inconnue/nouveautes.atom", (404, 404, 404, 404)),
    Cell("api_description", "GET", "/api/openapi.json", (401, 200, 200, 200)),
    Cell("api_me", "GET", "/api/moi", (401, 200, 200, 200)),
    Cell("api_tokens", "GET", "/api/jetons", (401, NO, 200, 200)),
    Cell("api_reports", "GET", "/api/rapports", (401, NO, 200, 200)),
    Cell("api_report", "GET", "/api/rapports/2026-03", (401, NO, 200, 200)),
    Cell("api_review", "GET", "/api/rapports/2026-03/relecture", (401, NO, 200, 200)),
    Cell("api_decide", "POST", "/api/rapports/2026-03/decision", (401, NO, NO, 400)),
    Cell("api_comment", "POST", "/api/rapports/2026-03/commentaire", (401, NO, 409, 409)),
    Cell("api_publish", "POST", "/api/rapports/2026-03/publication", (401, NO, NO, 409)),
    Cell("api_people", "GET", "/api/comptes", (401, NO, NO, 200)),
    Cell("api_locked", "GET", "/api/comptes/bloques", (401, NO, NO, 200)),
    Cell("api_trail", "GET", "/api/journal", (401, NO, NO, 200)),
)


@pytest.mark.parametrize("cell", TABLE, ids=lambda cell: f"{cell.method} {cell.address}")
@pytest.mark.parametrize("column", range(4), ids=lambda column: str(ROLES[column] or "sans"))
def test_each_cell(shared_as: Clients, cell: Cell, column: int) -> None:
    role = ROLES[column]
    client = shared_as(role)
    data = {"jeton": token_of(client)} if cell.method == "POST" and role else None
    answer = client.open(cell.address, method=cell.method, data=data)
    assert answer.status_code == cell.answers[column]
    if role is None and answer.status_code == OUT:
        assert answer.location.startswith("/connexion")


def test_no_address_is_forgotten(app: Flask) -> None:
    """Every view declares its action, and has its line above (files open to all have their own test)."""
    assert {endpoint for endpoint, view in app.view_functions.items() if action_of(view) is None} == set()
    asked = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    asked = {(endpoint, method) for endpoint, method in asked if method not in ("HEAD", "OPTIONS")}
    assert asked - {(cell.endpoint, cell.method) for cell in TABLE} == {("asset", "GET")}


def test_only_these_are_open_to_anyone(app: Flask) -> None:
    open_ones = {name for name, view in app.view_functions.items() if action_of(view) is Action.OPEN}
    doors = {"sign_in", "key_sign_in_options", "key_sign_in", "sso", "sso_back", "sso_ended", "certificate"}
    help_desk = {"help_desk", "enrol_options", "enrol", "invitation"}
    assert open_ones == {"health", "asset", "icon", "feed"} | doors | help_desk


def test_the_assets_of_the_sign_in_page_are_open(app: Flask, as_: Clients) -> None:
    addresses = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == "asset"]
    assert addresses
    for address in addresses:
        answer = as_(None).get(address)
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
    assert as_(None).get("/assets/../connexion.html").status_code == OUT


def test_each_role_may_all_that_the_one_below_may() -> None:
    rights = [RIGHTS[role] for role in ROLES]
    assert all(lower < higher for lower, higher in pairwise(rights))
    assert rights[-1] == frozenset(Action)


def test_a_view_without_a_declared_action_answers_nobody(app: Flask, as_: Clients) -> None:
    app.add_url_rule("/oubliee", "oubliee", lambda: "secret")
    assert [as_(role).get("/oubliee").status_code for role in ROLES] == [OUT, NO, NO, NO]

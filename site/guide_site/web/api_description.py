"""What the interface for programs is (OpenAPI 3.1). Tests hold that it names every address of it, and no other."""

from typing import Any

from guide_site.web.search_description import search_paths, search_schemas

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_SAID = {"portee": _TEXT, "proposition": _TEXT, "vu": _TEXT, "commentaire": _TEXT}
"""What someone says of changes: which ones, of which proposal, and the last decision that they have seen."""
_BATCH = {"name": "batch", "in": "path", "required": True, "schema": _TEXT}


def description() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Guide", "version": "1"},
        "security": [{"jeton": []}, {"session": []}],
        "components": {
            "schemas": search_schemas(),
            "securitySchemes": {
                "jeton": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "guide_session"},
            },
        },
        "paths": {
            "/api/openapi.json": {"get": _act("Cette description")},
            "/api/moi": {"get": _act("À qui est la session ou le jeton, et ce qu'il permet")},
            **search_paths(),
            "/api/jetons": {"get": _act("Ses jetons")},
            "/api/rapports": {"get": _act("Les lots qui ont un rapport")},
            "/api/rapports/{batch}": {"get": _act("Le rapport d'un lot", _BATCH)},
            "/api/rapports/{batch}/relecture": {"get": _act("Où en est la relecture d'un lot", _BATCH)},
            "/api/rapports/{batch}/decision": {
                "post": _act(
                    "Décider de changements d'un lot",
                    _BATCH,
                    body={"decision": {"enum": ["approuve", "refuse", "question"]}, **_SAID},
                )
            },
            "/api/rapports/{batch}/commentaire": {
                "post": _act("Commenter des changements d'un lot, sans rien décider", _BATCH, body=_SAID)
            },
            "/api/rapports/{batch}/publication": {
                "post": _act("Publier un lot dont tout est décidé", _BATCH, body={})
            },
            "/api/comptes": {"get": _act("Les comptes")},
            "/api/comptes/bloques": {"get": _act("Les comptes bloqués")},
            "/api/journal": {
                "get": _act(
                    "Le journal", _query("avant", _NUMBER), _query("nombre", _NUMBER), _query("q", _TEXT)
                )
            },
        },
    }


def _act(summary: str, *parameters: dict[str, Any], body: dict[str, Any] | None = None) -> dict[str, Any]:
    answers = {
        "200": "Fait",
        "400": "Demande incorrecte",
        "401": "Connexion nécessaire",
        "403": "Le rôle ou le jeton ne le permet pas",
        "404": "N'existe pas",
        "409": "L'état du guide ne le permet pas",
        "503": "Pas encore disponible",
    }
    act: dict[str, Any] = {
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            code: {"description": text, "content": {"application/json": {"schema": {"type": "object"}}}}
            for code, text in answers.items()
        },
    }
    if body is not None:
        schema = {"type": "object", "properties": body}
        act["requestBody"] = {"required": bool(body), "content": {"application/json": {"schema": schema}}}
    return act


def _query(name: str, schema: dict[str, Any], *, needed: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": needed, "schema": schema}

"""What `/api/recherche` and `/api/suggestions` take and give, as OpenAPI has it. A test holds answers to it."""

from typing import Any

from guide_site.render.wording import EVENTS

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}


def search_schemas() -> dict[str, Any]:
    """What the answers look like."""
    return {"Reponse": _answer(), "Suggestions": _suggestions()}


def search_paths() -> dict[str, Any]:
    """The two addresses."""
    return {
        "/api/recherche": {
            "get": _get(
                "Les fiches qui répondent, les meilleures d'abord",
                "Reponse",
                _parameter("q", _TEXT, "Ce qui est cherché", required=True),
                _parameter("chapitre", _TEXT, "Seulement dans ce chapitre"),
                _parameter("change", {"enum": ["1"]}, "Seulement parmi les fiches que l'édition a changées"),
                _parameter("exact", {"enum": ["1"]}, "Sans sigles développés, synonymes ni corrections"),
                _parameter("page", {**_NUMBER, "minimum": 1}, "Dix résultats par page"),
                _EDITION,
            )
        },
        "/api/suggestions": {
            "get": _get(
                "Ce que peut vouloir dire une saisie en cours",
                "Suggestions",
                _parameter("q", _TEXT, "Ce qui est saisi jusqu'ici", required=True),
                _EDITION,
            )
        },
    }


def _parameter(name: str, schema: dict[str, Any], text: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema, "description": text}


_EDITION = _parameter("edition", _NUMBER, "Une édition plus ancienne ; celle qui est servie par défaut")


def _get(text: str, schema: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    refusals = {
        "400": "Rien à chercher",
        "401": "Connexion nécessaire",
        "404": "Édition inconnue",
        "503": "Pas d'index en état de servir",
    }
    return {
        "summary": text,
        "parameters": list(parameters),
        "responses": {
            "200": {"description": text, "content": content},
            **{code: {"description": why} for code, why in refusals.items()},
        },
    }


def _object(**properties: Any) -> dict[str, Any]:
    named = {name.replace("_", "-"): schema for name, schema in properties.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _answer() -> dict[str, Any]:
    passage = _list(_object(texte=_TEXT, trouve={"type": "boolean"}))
    return _object(
        requete=_TEXT,
        edition=_NUMBER,
        total=_NUMBER,
        page=_NUMBER,
        pages=_NUMBER,
        suggestion=_TEXT,
        sigles=_list(
            _object(
                saisi=_TEXT,
                cherche_aussi=_TEXT,
                nature={"enum": ["sigle", "synonyme", "nouveau-nom", "ancien-nom"]},
            )
        ),
        chiffres=_list(
            _object(bareme=_TEXT, libelle=_TEXT, montant=_TEXT, depuis=_TEXT, reference=_TEXT, adresse=_TEXT)
        ),
        chapitres=_list(_object(slug=_TEXT, titre=_TEXT, nombre=_NUMBER)),
        resultats=_list(
            _object(
                fiche=_TEXT,
                titre=_TEXT,
                chapitre=_TEXT,
                chapitre_titre=_TEXT,
                adresse=_TEXT,
                section=_TEXT,
                changement={"enum": ["", *EVENTS]},
                passage=passage,
            )
        ),
    )


def _suggestions() -> dict[str, Any]:
    line = _object(
        nature={"enum": ["fiche", "section", "sigle", "chiffre"]}, texte=_TEXT, detail=_TEXT, adresse=_TEXT
    )
    return _object(suggestions=_list(line))

"""A sheet and what is one's own about it: favourite or not, notes on its sections; works without JavaScript.

The page of a sheet is the same for everyone; its script asks for these things at `/fiches/ID/lecture`, which also
remembers that the sheet was read. Without JavaScript nothing is remembered.
"""

from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import GuideError
from guide_site.personal.following import bind, choices
from guide_site.personal.since import sheet_names
from guide_site.state import NotePlace, PersonalNote
from guide_site.web.layout import show
from guide_site.web.links import own_path
from guide_site.web.personal import FollowedNote, followed_notes, owner, served, store
from guide_site.web.rights import Action, needs
from guide_site.web.services import services

_DONE = {
    "favori": "La fiche est dans vos favoris.",
    "plus-favori": "La fiche n'est plus dans vos favoris.",
    "note": "Votre note est enregistrée.",
    "relue": "Votre note est confirmée sur le texte d'aujourd'hui.",
    "effacee": "Votre note est effacée.",
}


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/fiches/<sheet>/notes", "sheet_notes", sheet_notes)
    for path, endpoint, view in (
        ("/fiches/<sheet>/notes", "add_note", add_note),
        ("/fiches/<sheet>/favori", "set_favourite", set_favourite),
        ("/fiches/<sheet>/lecture", "sheet_read", sheet_read),
        ("/mes-fiches/notes/<int:ident>", "change_note", change_note),
    ):
        app.add_url_rule(path, endpoint, view, methods=["POST"])


@needs(Action.OWN_ACCOUNT)
def sheet_notes(sheet: str) -> Response:
    """One's notes on a sheet, and a form for another one; `?ancre=` chooses the section."""
    return _page(sheet, _DONE.get(request.args.get("fait", ""), ""))


@needs(Action.OWN_ACCOUNT)
def add_note(sheet: str) -> AnyResponse:
    """A new note on a section of the edition served."""
    _title(sheet)
    text = request.form.get("texte", "")
    try:
        services().state.add_note(owner(), _place(sheet, request.form.get("ancre", "")), text)
    except GuideError as error:
        return _page(sheet, error=str(error), text=text)
    return redirect(url_for("sheet_notes", sheet=sheet, fait="note"), 303)


@needs(Action.OWN_ACCOUNT)
def set_favourite(sheet: str) -> AnyResponse:
    """A favourite, or (`valeur=non`) no more; also of a sheet that is gone, which can only be let go."""
    wanted = request.form.get("valeur") != "non"
    if wanted:
        _title(sheet)
        services().state.add_favourite(owner(), sheet, served())
    else:
        services().state.remove_favourite(owner(), sheet)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(favori=wanted)
    done = "favori" if wanted else "plus-favori"
    back = own_path(request.form.get("retour"), url_for("sheet_notes", sheet=sheet, fait=done))
    return redirect(back, 303)


@needs(Action.OWN_ACCOUNT)
def sheet_read(sheet: str) -> Response:
    """For the script of a sheet's page: it was read; what is one's own about it."""
    _title(sheet)
    kept = services().state.record_reading(owner(), sheet, served())
    favourite = any(f.sheet == sheet for f in services().state.favourites(owner()))
    return jsonify(gardee=kept, favori=favourite, notes=[_row(note) for note in _on(sheet)])


@needs(Action.OWN_ACCOUNT)
def change_note(ident: int) -> AnyResponse:
    """Another text, `acte=effacer`, or `acte=relue`: the note is about the section as it is today."""
    found = next((n for n in followed_notes() if n.note.id == ident), None)
    if found is None:
        abort(404, "Cette note n'existe pas, ou n'est pas à vous.")
    act, state = request.form.get("acte", ""), services().state
    back = request.form.get("retour")
    try:
        if act == "effacer":
            state.remove_note(owner(), ident)
        elif act == "relue":
            state.change_note(owner(), ident, found.note.text, _today(found))
        else:
            state.change_note(owner(), ident, request.form.get("texte", ""))
    except GuideError as error:
        return _page(found.at.sheet, error=str(error)) if found.at.sheet else abort(409, str(error))
    done = {"effacer": "effacee", "relue": "relue"}.get(act, "note")
    usual = (
        url_for("sheet_notes", sheet=found.at.sheet, fait=done) if found.at.sheet else url_for("own_sheets")
    )
    return redirect(own_path(back, usual), 303)


def _page(sheet: str, message: str = "", error: str = "", text: str = "") -> Response:
    title = _title(sheet)
    return show(
        "fiche-notes.html",
        409 if error else 200,
        fiche=sheet,
        titre=title,
        favori=any(f.sheet == sheet for f in services().state.favourites(owner())),
        notes=_on(sheet),
        sections=choices(store(), served(), sheet),
        choisie=request.form.get("ancre", request.args.get("ancre", "")),
        texte=text,
        message=message,
        erreur=error,
    )


def _on(sheet: str) -> list[FollowedNote]:
    """One's notes that stand on a sheet today."""
    return [note for note in followed_notes() if note.at.sheet == sheet]


def _title(sheet: str) -> str:
    name = sheet_names(store(), served()).get(sheet)
    if name is None:
        abort(404, "Cette fiche n'est pas dans l'édition en vigueur.")
    return name.title


def _place(sheet: str, anchor: str) -> NotePlace:
    binding, title = bind(store(), served(), sheet, anchor)
    return NotePlace(binding.sheet, binding.anchor, binding.digest, binding.edition, title)


def _today(found: FollowedNote) -> NotePlace:
    """What a note is on now; one whose sheet is gone stays on what it was on."""
    return _place(found.at.sheet, found.at.anchor) if found.at.sheet else found.note.place


def _row(found: FollowedNote) -> dict[str, Any]:
    note: PersonalNote = found.note
    return {
        "id": note.id,
        "ancre": found.at.anchor,
        "texte": note.text,
        "titre": note.place.title,
        "deplacee": found.at.moved,
        "modifiee": found.at.changed,
        "perdue": found.at.lost.value,
    }

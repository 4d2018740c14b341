"""People, for administrators: the list, one person's page, what can be done there; lists in and out as CSV.

Passwords, links and codes are drawn here and shown once, on the answer to the act itself."""

from flask import Flask, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from guide_pipeline.errors import GuideError, RefusedError
from guide_site.state import CHECKLIST, Account, CallBack, CodePurpose, Role
from guide_site.state.codes import spoken
from guide_site.state.password_rules import drawn_password
from guide_site.state.people_csv import people_csv, read_people
from guide_site.web.layout import show
from guide_site.web.numbers import number
from guide_site.web.rights import Action, needs
from guide_site.web.services import services
from guide_site.web.visitors import visitor

_BY_PAGE = 50
_FILTERS = ("", "ouvert", "ferme", "bloque", "sans-cle")


def register(app: Flask) -> None:
    """Addresses of this module."""
    app.add_url_rule("/comptes", "people", people)
    app.add_url_rule("/comptes/compte/<name>", "person", person)
    app.add_url_rule("/comptes/compte/<name>/suppression", "ask_to_delete", ask_to_delete)
    app.add_url_rule("/comptes/export.csv", "export_people", export_people)
    app.add_url_rule("/comptes/import", "import_people", import_people, methods=["GET", "POST"])
    for path, endpoint, view in (
        ("/comptes/ajout", "add_person", add_person),
        ("/comptes/modification", "edit_person", edit_person),
        ("/comptes/mot-de-passe", "reset_password", reset_password),
        ("/comptes/invitation", "invite_person", invite_person),
        ("/comptes/fermeture", "close_account", close_account),
        ("/comptes/reouverture", "reopen_account", reopen_account),
        ("/comptes/suppression", "delete_person", delete_person),
        ("/comptes/role", "change_role", change_role),
        ("/comptes/deblocage", "unlock_person", unlock_person),
        ("/comptes/code", "give_code", give_code),
    ):
        app.add_url_rule(path, endpoint, view, methods=["POST"])


@needs(Action.ACCOUNTS)
def people() -> Response:
    """Everyone, or those that the words and the filter leave, a page at a time."""
    return _list()


@needs(Action.ACCOUNTS)
def person(name: str) -> Response:
    """One person: what they have, and all that can be done for them."""
    return _person(services().state.user(name))


@needs(Action.ACCOUNTS)
def add_person() -> Response:
    """A new account; its password, or its link of invitation, is on the answer, once."""
    form, by = request.form, visitor().account.name
    invited = form.get("entree") == "invitation"
    password = None if invited else drawn_password()
    try:
        created = services().state.add_user(
            form.get("compte", ""),
            password,
            _role(),
            form.get("nom_affiche", ""),
            form.get("courriel", ""),
            by=by,
        )
    except GuideError as error:
        return _list(str(error))
    if password is None:
        return _person(created, link=_link(created))
    return _person(created, password=password)


@needs(Action.ACCOUNTS)
def edit_person() -> AnyResponse:
    """Another shown name, another address."""
    account, by = _named(), visitor().account.name
    try:
        services().state.set_person(
            account.name, request.form.get("nom_affiche", ""), request.form.get("courriel", ""), by=by
        )
    except GuideError as error:
        return _person(account, error=str(error))
    return _back(account)


@needs(Action.ACCOUNTS)
def reset_password() -> Response:
    """A new drawn password; ends the account's sessions and unlocks it."""
    account, password = _named(), drawn_password()
    services().state.set_password(account.name, password, by=visitor().account.name)
    return _person(services().state.user(account.name), password=password)


@needs(Action.ACCOUNTS)
def invite_person() -> Response:
    """A link by which the person chooses their password."""
    account = _named()
    try:
        return _person(account, link=_link(account))
    except RefusedError as error:
        return _person(account, error=str(error))


@needs(Action.ACCOUNTS)
def close_account() -> AnyResponse:
    """Close an account, but one's own."""
    return _set_active(_not_oneself("Vous ne pouvez pas fermer votre propre compte."), False)


@needs(Action.ACCOUNTS)
def reopen_account() -> AnyResponse:
    """Open a closed account again."""
    return _set_active(_named(), True)


@needs(Action.ACCOUNTS)
def ask_to_delete(name: str) -> Response:
    """What erasing an account loses, and the form that does it."""
    return _deletion(services().state.user(name))


@needs(Action.ACCOUNTS)
def delete_person() -> AnyResponse:
    """Erase an account, but one's own, once its name has been written again."""
    account = _not_oneself("Vous ne pouvez pas supprimer votre propre compte.")
    if request.form.get("confirmation", "").strip() != account.name:
        return _deletion(account, f"Rien n'est supprimé : écrivez « {account.name} » pour confirmer.")
    try:
        services().state.delete_user(account.name, by=visitor().account.name)
    except RefusedError as error:
        return _deletion(account, str(error))
    return redirect(url_for("people"), 303)


@needs(Action.ACCOUNTS)
def change_role() -> AnyResponse:
    """Another role, but for oneself."""
    account = _not_oneself("Vous ne pouvez pas changer votre propre rôle.")
    try:
        services().state.set_role(account.name, _role(), by=visitor().account.name)
    except RefusedError as error:
        return _person(account, error=str(error))
    return _back(account)


@needs(Action.HELP_DESK)
def unlock_person() -> AnyResponse:
    """Lift the locks by hand."""
    account = _named()
    services().state.unlock(account.name, by=visitor().account.name)
    return _back(account)


@needs(Action.HELP_DESK)
def give_code() -> Response:
    """A code to read aloud, once the checklist of the call-back is done; shown once."""
    account, form = _named(), request.form
    seen = CallBack(
        form.get("numero", "").strip()[:40],
        tuple(check for number, check in enumerate(CHECKLIST) if f"verifie-{number}" in form),
        form.get("remarque", "").strip()[:500],
    )
    try:
        purpose = CodePurpose(form.get("but", ""))
        code = services().state.give_code(account.name, purpose, seen, by=visitor().account.name)
    except ValueError:
        return _person(account, error="Choisissez ce que le code doit ouvrir.")
    except RefusedError as error:
        return _person(account, error=str(error))
    return _person(account, code=code)


@needs(Action.ACCOUNTS)
def export_people() -> Response:
    """Everyone, for a spreadsheet; the trail keeps who asked."""
    state = services().state
    accounts = state.users()
    state.record(visitor().account.name, "comptes exportés", f"{len(accounts)} comptes")
    response = make_response(people_csv(accounts))
    response.content_type = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=comptes.csv"
    return response


@needs(Action.ACCOUNTS)
def import_people() -> Response:
    """A list: first what it would do, then doing it. With one error, nothing is done."""
    if request.method == "GET":
        return show("comptes-import.html", problemes=(), fait=None, essai=True, texte="", erreur="")
    sent = request.files.get("fichier")
    data = sent.read() if sent and sent.filename else request.form.get("texte", "").encode()
    dry = "confirme" not in request.form
    found, issues = read_people(data, "liste")
    done, error = None, ""
    if not issues:
        try:
            done = services().state.import_people(found, by=visitor().account.name, dry=dry)
        except RefusedError as refusal:
            error = str(refusal)
    return show(
        "comptes-import.html",
        409 if issues or error else 200,
        problemes=issues,
        fait=done,
        essai=dry,
        texte=data.decode("utf-8-sig", "replace"),
        erreur=error,
    )


def _named() -> Account:
    return services().state.user(request.form.get("compte", ""))


def _deletion(account: Account, error: str = "") -> Response:
    oneself = account.id == visitor().account.id
    return show(
        "comptes-suppression.html", 409 if error else 200, personne=account, soi=oneself, erreur=error
    )


def _not_oneself(refusal: str) -> Account:
    account = _named()
    if account.id == visitor().account.id:
        raise RefusedError(refusal)
    return account


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise RefusedError("Choisissez un rôle de la liste.") from None


def _set_active(account: Account, active: bool) -> AnyResponse:
    try:
        services().state.set_active(account.name, active, by=visitor().account.name)
    except RefusedError as error:
        return _person(account, error=str(error))
    return _back(account)


def _link(account: Account) -> str:
    """The address to send to the person, at the site's own name."""
    secret = services().state.invite(account.name, by=visitor().account.name)
    origins = services().config.origins
    path = url_for("invitation", secret=secret)
    return f"{origins[0]}{path}" if origins else url_for("invitation", secret=secret, _external=True)


def _back(account: Account) -> AnyResponse:
    return redirect(url_for("person", name=account.name), 303)


def _list(error: str = "") -> Response:
    words, chosen = request.args.get("q", "").casefold().split(), request.args.get("etat", "")
    everyone = services().state.users()
    found = [a for a in everyone if _holds(a, words) and _passes(a, chosen)]
    pages = max(1, -(-len(found) // _BY_PAGE))
    page = min(max(request.args.get("page", 1, type=number), 1), pages)
    return show(
        "comptes.html",
        409 if error else 200,
        comptes=found[(page - 1) * _BY_PAGE : page * _BY_PAGE],
        total=len(found),
        tous=len(everyone),
        page=page,
        pages=pages,
        q=request.args.get("q", ""),
        etat=chosen if chosen in _FILTERS else "",
        roles=tuple(Role),
        erreur=error,
    )


def _holds(account: Account, words: list[str]) -> bool:
    text = f"{account.name} {account.display_name} {account.email}".casefold()
    return all(word in text for word in words)


def _passes(account: Account, chosen: str) -> bool:
    return {
        "ouvert": account.active,
        "ferme": not account.active,
        "bloque": bool(account.locked),
        "sans-cle": account.active and not account.keys,
    }.get(chosen, True)


def _person(
    account: Account, *, error: str = "", password: str = "", link: str = "", code: str = ""
) -> Response:
    state = services().state
    known = next(a for a in state.users() if a.id == account.id)
    return show(
        "comptes-personne.html",
        409 if error else 200,
        personne=known,
        soi=known.id == visitor().account.id,
        cles=state.keys(known.name),
        sessions=state.sessions(known.name),
        jetons=[token for token in state.tokens(known.name) if token.revoked is None],
        codes=state.codes_of(known.name),
        verifications=CHECKLIST,
        buts=tuple(CodePurpose),
        roles=tuple(Role),
        mot_de_passe=password,
        lien=link,
        code=code,
        groupes=list(zip(code.split("-"), spoken(code), strict=True)) if code else [],
        erreur=error,
    )

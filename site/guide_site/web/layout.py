"""The application's own pages: forms, results and reviews in the site's own look."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, make_response
from jinja2 import Environment
from markupsafe import Markup

from guide_pipeline.markup.values import date_text
from guide_pipeline.model.guide import Notice
from guide_site.render.environment import page_environment
from guide_site.web.assets import asset_address
from guide_site.web.csrf import FIELD, form_token
from guide_site.web.results import marked, understood
from guide_site.web.rights import Action
from guide_site.web.services import services
from guide_site.web.trees import About
from guide_site.web.visitors import form_secret, visitor


def show(template: str, status: int = 200, **values: Any) -> Response:
    """A page of the application. Someone signed out sees neither the frame nor the menus of the site."""
    text = (
        _environment()
        .get_template(template)
        .render(
            root="/",
            here="",
            guide_title=guide_title(),
            notice=guide_notice(),
            connecte=visitor().session is not None,
            **values,
        )
    )
    return make_response(text, status)


def fragment(template: str, **values: Any) -> bytes:
    """A piece of a page."""
    return (
        _environment()
        .get_template(template)
        .render(guide_title=guide_title(), notice=guide_notice(), **values)
        .encode()
    )


def menu() -> bytes:
    """The menu of the current visitor, for the frame of a page of an edition."""
    return _environment().get_template("menu.html").render().encode()


def guide_title() -> str:
    """The title of the guide, as the edition served has it."""
    about = _about()
    return about.title if about else "Guide"


def guide_notice() -> Notice:
    """What the edition served says of the guide on every page."""
    about = _about()
    return about.notice if about else Notice()


def _about() -> About | None:
    current = services().trees.current()
    return None if current is None else services().trees.about(current)


@cache
def _environment() -> Environment:
    environment = page_environment(Path(__file__).parent / "templates")
    environment.filters.update(moment=moment_text, marked=marked)
    environment.globals.update(
        Action=Action,
        visiteur=visitor,
        jeton=_form_field,
        cadre=_frame,
        fichier=asset_address,
        domaine=_domain,
        compris=understood,
    )
    return environment


def _domain() -> str:
    """The name that security keys are bound to."""
    return services().config.domain


def _form_field() -> Markup:
    """The hidden field that every form by POST holds."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, form_token(form_secret()))


def _frame(number: int | None = None) -> Markup:
    """What an edition says above each page: the edition served, unless another is meant."""
    current = services().trees.current()
    chosen = current if number is None else number
    return Markup("" if chosen is None else services().trees.frame(chosen, old=chosen != current).decode())


def hour_text(at: datetime) -> str:
    """'9 h 05', in the server's own time zone."""
    local = at.astimezone()
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


def moment_text(at: datetime) -> str:
    """'1er avril 2026 à 9 h 05', in the server's own time zone."""
    return f"{date_text(at.astimezone().date())} à {hour_text(at)}"

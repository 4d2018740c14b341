"""The page of the doors: all the ways in that this guide has."""

from flask import Response

from guide_site.web.layout import show
from guide_site.web.services import services


def door(wanted: str, name: str = "", error: str = "", *, done: str = "") -> Response:
    """The page, to come back to the page `wanted`; with the `error` (403) of a try, or what is `done`."""
    config = services().config
    return show(
        "connexion.html",
        403 if error else 200,
        suite=wanted,
        nom=name,
        message=error,
        fait=done,
        domaine=config.domain,
        sso=config.sso.label if config.sso else "",
        certificat=config.certificate is not None,
    )

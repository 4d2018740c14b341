"""`guide.toml`: what a working guide is: its title, the date of its base corpus, its chapters, its settings."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from guide_pipeline.errors import ContentError, NotFoundError
from guide_pipeline.model.guide import Chapter, Notice
from guide_pipeline.readers.access import AccessSettings, parse_access
from guide_pipeline.readers.corpus_files import CONFIG_NAME
from guide_pipeline.readers.mail import MailSettings, parse_mail
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.toml_file import Table, parse_toml

_FREE, _STRICT = "libre", "stricte"
_SIMPLE, _DOUBLE = "simple", "double"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that change what the program does, never what an edition contains."""

    database: str = ""
    """SQLAlchemy URL of the state; '' is SQLite in var/."""
    https: bool = False
    """True when readers reach the site by https: cookies are then Secure."""
    hosts: tuple[str, ...] = ()
    """Names that the site answers to; empty for any."""
    proxies: int = 0
    """How many reverse proxies stand in front, whose forwarding headers are believed."""
    access: AccessSettings = field(default_factory=AccessSettings)
    """Who may come in, and how."""
    mail: MailSettings = field(default_factory=MailSettings)
    """How the news are sent."""
    double_review: bool = False
    """True when each change of a batch needs two people's word."""
    strict_writing: bool = False
    """True when the rules of writing bind the sheets (see `checks.editorial_rules`)."""


@dataclass(frozen=True, slots=True)
class GuideConfig:
    """The parsed `guide.toml`."""

    title: str
    date: date
    chapters: tuple[Chapter, ...]
    settings: Settings
    notice: Notice = field(default_factory=Notice)


def read_config(root: Path) -> GuideConfig:
    """The configuration of a working guide. NotFoundError without one, ContentError with all its problems."""
    path = root / CONFIG_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(
            f"Il n'y a pas de guide ici : {path} n'existe pas. Placez-vous dans un guide, nommez-en un par "
            "« guide -C DOSSIER … », ou créez-le par « guide init DOSSIER »."
        ) from None
    problems = Problems(CONFIG_NAME)
    config = parse_config(data, problems)
    if config is None or problems.found:
        raise ContentError(f"{CONFIG_NAME} est à corriger.", problems.found)
    return config


def parse_config(data: bytes, problems: Problems) -> GuideConfig | None:
    """The configuration in some bytes, None once its problems are noted."""
    top = parse_toml(data, problems)
    guide = top.table("guide")
    title, day = guide.text("titre", needed=True), guide.day("date", needed=True)
    notice = Notice(guide.text("avis"), guide.texts("presentation"))
    guide.close()
    settings = top.table("reglages")
    wanted = Settings(
        database=settings.text("base-de-donnees"),
        https=settings.flag("https"),
        hosts=settings.texts("noms"),
        proxies=settings.integer("mandataires"),
        access=parse_access(top.table("acces")),
        mail=parse_mail(top.table("courriel")) if "courriel" in top else MailSettings(),
        double_review=_is_second(settings, "relecture", _SIMPLE, _DOUBLE),
        strict_writing=_is_second(settings, "redaction", _FREE, _STRICT),
    )
    settings.close()
    chapters = tuple(_chapter(table) for table in top.tables("chapitres"))
    top.close()
    _check_chapters(chapters, top)
    if not title or day is None or problems.found:
        return None
    return GuideConfig(title, day, tuple(sorted(chapters, key=lambda c: c.number)), wanted, notice)


def _is_second(settings: Table, name: str, first: str, second: str) -> bool:
    """True when a setting of two values has the second; without it, it has the first."""
    chosen = settings.text(name)
    if chosen not in ("", first, second):
        settings.problem("valeur-interdite", f"« {name} » est « {second} » ou « {first} ».", name)
    return chosen == second


def _chapter(table: Table) -> Chapter:
    number, slug = table.integer("numero", needed=True), table.text("slug", needed=True)
    title, description = table.text("titre", needed=True), table.text("description")
    table.close()
    if slug and not SLUG.fullmatch(slug):
        table.problem(
            "identifiant", f"« {slug} » : minuscules, chiffres et traits d'union seulement.", "slug"
        )
    return Chapter(number, slug, title, description)


def _check_chapters(chapters: tuple[Chapter, ...], top: Table) -> None:
    if not chapters:
        top.problem("sans-chapitre", "Le guide n'a aucun chapitre ([[chapitres]]).")
    for name, values in (("numero", [str(c.number) for c in chapters]), ("slug", [c.slug for c in chapters])):
        for value in sorted({v for v in values if v and values.count(v) > 1}):
            top.problem("chapitre-repete", f"Deux chapitres ont le même « {name} » : {value}.")

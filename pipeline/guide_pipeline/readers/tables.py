"""`baremes.toml`, `sigles.toml` and `synonymes.toml`: rates, acronyms and synonyms of a guide, and their changes in a batch."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from guide_pipeline.model.guide import Acronym, Rate, RateValue, Synonym, Unit
from guide_pipeline.readers.problems import Problems
from guide_pipeline.readers.toml_file import Table, parse_toml

RATE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


@dataclass(frozen=True, slots=True)
class RateTable:
    """What a `baremes.toml` says: rates by id, and the ids that a batch removes."""

    rates: dict[str, Rate]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AcronymTable:
    """What a `sigles.toml` says: acronyms by id, and the ids that a batch removes."""

    acronyms: dict[str, Acronym]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SynonymTable:
    """What a `synonymes.toml` says: synonyms by word, and the words that a batch removes."""

    synonyms: dict[str, Synonym]
    removed: tuple[str, ...] = ()


def read_rates(data: bytes, problems: Problems) -> RateTable:
    """The rates of a file. A rate with a problem is noted and left out."""
    top = parse_toml(data, problems)
    rates: dict[str, Rate] = {}
    removed = []
    for rate_id in top.keys():  # noqa: SIM118
        table = top.table(rate_id)
        if table.flag("supprime"):
            removed.append(rate_id)
        elif rate := _rate(rate_id, table):
            rates[rate_id] = rate
        table.close()
    return RateTable(rates, tuple(removed))


def _rate(rate_id: str, table: Table) -> Rate | None:
    if not RATE_ID.fullmatch(rate_id):
        table.problem("identifiant", f"« {rate_id} » : minuscules, chiffres et traits d'union seulement.")
    unit = table.text("unite") or "euro"
    if unit not in [u.value for u in Unit]:
        table.problem("valeur-interdite", f"Unité « {unit} » inconnue (choix : {', '.join(Unit)}).", "unite")
        unit = "euro"
    values = tuple(_value(item) for item in table.tables("valeurs"))
    known = tuple(value for value in values if value is not None)
    if not values:
        table.problem("bareme-vide", f"Le barème « {rate_id} » n'a aucune valeur ([[{rate_id}.valeurs]]).")
    for before, after in pairwise(known):
        if after.since <= before.since:
            table.problem("dates-desordonnees", f"« {rate_id} » : {after.since} ne suit pas {before.since}.")
    label, period = table.text("libelle", needed=True), table.text("periode")
    theme, source = table.text("theme"), table.text("source")
    rank = table.integer("chiffre-cle")
    return Rate(rate_id, label, Unit(unit), known, period, theme, source, rank) if known else None


def _value(table: Table) -> RateValue | None:
    since, value = table.day("depuis", needed=True), table.number("valeur", needed=True)
    reference, url = table.text("reference", needed=True), table.text("url")
    table.close()
    return RateValue(since, value, reference, url) if since else None


def read_acronyms(data: bytes, problems: Problems) -> AcronymTable:
    """The acronyms of a file. An acronym with a problem is noted and left out."""
    top = parse_toml(data, problems)
    acronyms: dict[str, Acronym] = {}
    removed = []
    for key in top.keys():  # noqa: SIM118
        table = top.table(key)
        expansion = table.text("developpe", needed=not table.flag("supprime"))
        acronym = Acronym(key, expansion, table.texts("variantes"), table.text("affichage"))
        if table.flag("supprime"):
            removed.append(key)
        elif expansion:
            acronyms[key] = acronym
        table.close()
    return AcronymTable(acronyms, tuple(removed))


def read_synonyms(data: bytes, problems: Problems) -> SynonymTable:
    """The synonyms of a file. One with a problem is noted and left out."""
    top = parse_toml(data, problems)
    synonyms: dict[str, Synonym] = {}
    removed = []
    for word in top.keys():  # noqa: SIM118
        table = top.table(word)
        synonym = Synonym(word, table.texts("dit-aussi"), table.texts("devenu"))
        if table.flag("supprime"):
            removed.append(word)
        elif synonym.same or synonym.now:
            synonyms[word] = synonym
        else:
            table.problem("synonyme-vide", f"« {word} » n'a ni « dit-aussi » ni « devenu ».")
        table.close()
    return SynonymTable(synonyms, tuple(removed))


def merge_rates(current: dict[str, Rate], changes: RateTable) -> dict[str, Rate]:
    """The rates after a batch: new values take their place by date, the newer label and unit win.

    A key figure stays one when the batch doesn't say.
    """
    merged = {key: rate for key, rate in current.items() if key not in changes.removed}
    for key, rate in changes.rates.items():
        known = merged.get(key)
        values = {value.since: value for value in (*(known.values if known else ()), *rate.values)}
        rank = rate.rank or (known.rank if known else 0)
        merged[key] = replace(rate, values=tuple(values[day] for day in sorted(values)), rank=rank)
    return dict(sorted(merged.items()))


def merge_acronyms(current: dict[str, Acronym], changes: AcronymTable) -> dict[str, Acronym]:
    """The acronyms after a batch."""
    merged = {key: acronym for key, acronym in current.items() if key not in changes.removed}
    return dict(sorted({**merged, **changes.acronyms}.items()))


def merge_synonyms(current: dict[str, Synonym], changes: SynonymTable) -> dict[str, Synonym]:
    """The synonyms after a batch."""
    merged = {word: synonym for word, synonym in current.items() if word not in changes.removed}
    return dict(sorted({**merged, **changes.synonyms}.items()))

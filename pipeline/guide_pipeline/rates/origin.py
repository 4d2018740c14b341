"""Where a rate was taken from, as the `source` of `baremes.toml` says it (the head of that file tells the language)."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_OPENFISCA = re.compile(r"openfisca-france : (?P<path>[\w.-]+)(?:#(?P<bracket>\d+)\.(?P<field>\w+))?")
_FACTOR = re.compile(r"x (?P<factor>\d+(?:\.\d+)?)")
_SHIFT = re.compile(r"décalage (?P<years>\d+) ans?")
_EXCEPT = re.compile(r"sauf (?P<day>\d{4}-\d\d-\d\d)")
_COMPUTED = "calcul : "
_NEW_YEAR = " au 1er janvier"
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|[a-z]{2,}")
_SHARE = re.compile(r"(?P<shares>[\w-]+(?: \+ [\w-]+)*) x (?P<base>[\w-]+)(?P<less> ; moins crds)?")


@dataclass(frozen=True, slots=True)
class OpenFiscaOrigin:
    """A parameter of OpenFisca-France: `value = parameter * factor`, dated `years` years before our date."""

    path: str
    """Dotted: 'prestations_sociales.prestations_familiales.bmaf.bmaf'."""
    bracket: int | None = None
    """Rank of a bracket of a scale, from 0."""
    field: str = ""
    """'threshold', 'rate' or 'amount' of that bracket."""
    factor: Decimal = Decimal(1)
    years: int = 0
    except_on: tuple[date, ...] = ()
    """Our dates at which an editor has seen that the parameter is wrong."""


@dataclass(frozen=True, slots=True)
class ComputedOrigin:
    """A figure that we compute from other rates."""

    inputs: tuple[str, ...]
    """Words that may name rates: the ids among them are the inputs."""
    shares: tuple[str, ...] = ()
    """Percentages to add up and to take of `base`; empty when the computation isn't of that form."""
    base: str = ""
    less_crds: bool = False
    """True when the contribution of 0,5 % is then taken off."""
    yearly: bool = False
    """True when only the values of the inputs on 1 January count."""


class WrongOriginError(ValueError):
    """A source that begins like one of ours and can't be read to its end; the message is the part not understood."""


def origin_of(source: str) -> OpenFiscaOrigin | ComputedOrigin | None:
    """What a `source` says; None for one that no program can follow. `WrongOriginError` when it is misspelt."""
    if source.startswith("openfisca-france"):
        return _openfisca(source)
    return _computed(source.removeprefix(_COMPUTED)) if source.startswith(_COMPUTED) else None


def _openfisca(source: str) -> OpenFiscaOrigin:
    place, *steps = (part.strip() for part in source.split(" ; "))
    found = _OPENFISCA.fullmatch(place)
    if found is None:
        raise WrongOriginError(place)
    factor, years, except_on = Decimal(1), 0, []
    for step in steps:
        if multiplied := _FACTOR.fullmatch(step):
            factor = Decimal(multiplied["factor"])
        elif shifted := _SHIFT.fullmatch(step):
            years = int(shifted["years"])
        elif excepted := _EXCEPT.fullmatch(step):
            except_on.append(date.fromisoformat(excepted["day"]))
        else:
            raise WrongOriginError(step)
    bracket = int(found["bracket"]) if found["bracket"] else None
    return OpenFiscaOrigin(found["path"], bracket, found["field"] or "", factor, years, tuple(except_on))


def _computed(text: str) -> ComputedOrigin:
    inputs = tuple(dict.fromkeys(_WORD.findall(text)))
    yearly = _NEW_YEAR in text
    share = _SHARE.fullmatch(text)
    if share is None:
        return ComputedOrigin(inputs, yearly=yearly)
    return ComputedOrigin(inputs, tuple(share["shares"].split(" + ")), share["base"], bool(share["less"]))

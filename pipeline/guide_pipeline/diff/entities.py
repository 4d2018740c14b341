"""What a French administrative text states exactly: amounts, percentages, dates, durations, references, contacts.

An entity has a value in a normal form, so that '1 000 €' and '1000 euros' are the same amount however they are
spaced, and '18 ans' and 'dix-huit ans' the same age.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from guide_pipeline.diff.classes import ChangeClass
from guide_pipeline.model.guide import sort_key

_REMEMBERED = 512
"""Texts whose entities are kept."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A statement found in a text."""

    kind: ChangeClass
    start: int
    end: int
    value: tuple[str, ...]
    """The normal form: equal values state the same thing."""
    number: Decimal | None = None
    """The figure of an amount, of a percentage or of a duration."""


def entities(text: str) -> list[Entity]:
    """The entities of a text in order; they never overlap: a date inside a reference is part of the reference."""
    return list(_entities(text))


@lru_cache(maxsize=_REMEMBERED)
def _entities(text: str) -> tuple[Entity, ...]:
    """A text comes again while its sheet is compared: as what changes, as what it is found in."""
    found = []
    for match in (_ENTITY if _DIGIT.search(text) else _WITHOUT_DIGITS).finditer(text):
        name = match.lastgroup or ""
        value, number = _measure(match) if name == "measure" else ((_normal(name, match[0]),), None)
        kind = _unit_kind(match["unit"]) if name == "measure" else _KINDS[name]
        if kind is ChangeClass.DURATION and _is_a_limit(text, match.start()):
            kind = ChangeClass.DATE
        found.append(Entity(kind, match.start(), match.end(), value, number))
    return tuple(found)


def _is_a_limit(text: str, start: int) -> bool:
    """True when the words before a duration make a time limit of it. Their end is looked at first: it is quick."""
    if not text[max(start - _LONGEST_END, 0) : start].casefold().endswith(_ENDS_OF_A_LIMIT):
        return False
    return bool(_BEFORE_A_LIMIT.search(text, 0, start))


_S = "[ \u00a0\u202f]"
_FIGURE = rf"\d{{1,3}}(?:{_S}\d{{3}}){{1,4}}(?!\d)(?:,\d+)?|\d{{1,3}}(?:\.\d{{3}}){{1,4}}(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_WEEKDAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_DAY = rf"\d{{1,2}}(?:er)?{_S}(?:{_MONTH})(?:{_S}(?:19|20)\d{{2}})?"
_UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "mille": 1000,
}  # fmt: skip
_WORD_FIGURE = (
    rf"(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?:-(?:et-)?(?:{'|'.join(_UNITS)})){{0,5}}"
)
_TIMES = {
    "an": "an", "ans": "an", "année": "an", "années": "an", "mois": "mois", "semaine": "semaine",
    "semaines": "semaine", "jour": "jour", "jours": "jour", "heure": "heure", "heures": "heure", "h": "heure",
    "minute": "minute", "minutes": "minute", "min": "minute", "trimestre": "trimestre",
    "trimestres": "trimestre", "semestre": "semestre", "semestres": "semestre",
}  # fmt: skip
_TEXTS = "loi|décret|arrêté|ordonnance|circulaire|instruction|règlement|directive|décision|convention|avis"
_NUMBER = rf"(?:(?:{_S}[\w'’()-]{{1,40}}){{0,4}}?{_S}n[°ºo]{_S}?[\w./-]*\d[\w./-]*(?:{_S}du{_S}{_DAY})?|{_S}du{_S}{_DAY})"
_ARTICLE = rf"(?:[LRDA]\*?\.?{_S}?\*?)?\d+(?:-\d+){{0,6}}(?:{_S}(?:bis|ter|quater|quinquies|[A-Z])\b){{0,3}}"
_CODES = (
    "action sociale et des familles", "assurances", "aviation civile", "civil", "commande publique", "commerce",
    "communes", "consommation", "construction et de l'habitation", "défense", "douanes", "éducation", "électoral",
    "énergie", "entrée et du séjour des étrangers et du droit d'asile", "environnement", "expropriation",
    "famille et de l'aide sociale", "forestier", "général de la fonction publique", "général des impôts",
    "général des collectivités territoriales", "justice administrative", "justice pénale des mineurs",
    "monétaire et financier", "mutualité", "nationalité", "organisation judiciaire", "patrimoine", "pénal",
    "pénitentiaire", "pensions civiles et militaires de retraite", "procédure civile", "procédure pénale",
    "procédures civiles d'exécution", "propriété intellectuelle", "recherche",
    "relations entre le public et l'administration", "route", "rural et de la pêche maritime", "santé publique",
    "sécurité intérieure", "sécurité sociale", "service national", "sport", "tourisme", "transports", "travail",
    "urbanisme", "voirie routière",
)  # fmt: skip
_CODE = (
    rf"[Cc]ode{_S}(?:du{_S}|de{_S}la{_S}|de{_S}l['’]|des{_S}|de{_S})?(?:"
    + "|".join(
        re.escape(name).replace(r"\ ", _S).replace("'", "['’]") for name in sorted(_CODES, reverse=True)
    )
    + r")\b"
)
_TEXT = rf"(?i:(?:{_TEXTS})s?{_NUMBER})"
_ARTICLES = rf"[Aa]rticles?{_S}{_ARTICLE}(?:(?:{_S}(?:à|et)|,){_S}{_ARTICLE})*"
_LETTERED = rf"[LRD]\*?\.?{_S}?\*?\d+(?:-\d+){{1,6}}|[LRDA]\*?\.{_S}?\*?\d{{2,}}(?:-\d+){{0,6}}"
_PHONE = (
    rf"(?:\+\d{{2}}{_S}?(?:\(0\){_S}?)?\d|0\d)(?:[ \u00a0\u202f.-]?\d{{2}}){{4}}\b|0{_S}?8\d{{2}}(?:{_S}?\d{{3}}){{2}}\b"
    rf"|(?:(?<=\ble )|(?<=\bau ))3[0-9]{_S}?\d{{2}}\b(?!{_S}?[€%\d,])"
)
_DATE = (
    rf"(?i:(?:(?:{_WEEKDAY}){_S})?{_DAY}|(?:{_MONTH}){_S}(?:19|20)\d{{2}})\b|\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d{{2}}\b"
    rf"|\d{{1,2}}(?:er)?(?={_S}(?:au|et){_S}\d{{1,2}}(?:er)?{_S}(?:{_MONTH}))"
)
_TIME = "|".join(sorted(_TIMES, key=len, reverse=True))
_MEASURE = (
    rf"(?i:(?P<figure>{_FIGURE}|{_WORD_FIGURE}(?:{_S}et{_S}une?)?)"
    rf"(?:{_S}{{0,2}}(?P<scale>millions?|milliards?)(?:{_S}d['’])?)?(?:[\s\u00a0\u202f]{{1,3}}|(?<=[\d'’]))"
    rf"(?P<unit>€|%|(?:euros?|eur|centimes?|pour{_S}cent|{_TIME})(?:(?<=h)(?P<rest>\d{{2}})\b|\b))"
    rf"(?:{_S}(?P<days>ouvrés?|ouvrables?|calendaires?|francs?)\b)?)"
)
_YEAR = rf"(?:19|20)\d{{2}}[-/](?:19|20)\d{{2}}\b(?![-/]?\d)|(?<!n°)(?<!n°{_S})(?<![\d.,/-])(?<!\d{_S})(?:19|20)\d{{2}}\b(?![/.,-]?\d|{_S}\d{{3}}\b)"
_FORM = (
    rf"(?i:(?:formulaires?{_S})?(?:cerfa{_S})(?:n[°ºo]{_S}?)?\d{{5}}|(?:formulaires?{_S})(?:n[°ºo]{_S}?)?\d{{5}}|n[°ºo]{_S}?\d{{5}}(?=[*#]))"
    rf"\b(?:[*#]\d{{1,2}})?"
)
"""A form by its number: 'cerfa n° 15409*02'."""
_ADDRESS = r"https?://[^\s<>»)]+|www\.[\w.-]+\w|(?:[\w-]{1,63}+\.){1,6}(?:fr|com|eu|org)\b"
_RATE, _EMAIL = r"\{[\w.@-]+\}", r"[\w.+-]{1,64}+@[\w-]+(?:\.[\w-]+)+"
_ENTITY = re.compile(
    rf"(?P<rate>{_RATE})|(?<!\w)(?:(?P<form>{_FORM})|(?P<legal>{_TEXT}|{_ARTICLES}|{_LETTERED}|{_CODE})|(?P<phone>{_PHONE})"
    rf"|(?P<date>{_DATE})|(?P<measure>{_MEASURE})|(?P<year>{_YEAR})|(?P<email>{_EMAIL})|(?P<link>{_ADDRESS}))"
)
"""One pattern for all, so that a text is read once. Where two begin together, the first one here holds."""
_DIGIT = re.compile(r"\d")
_WITHOUT_DIGITS = re.compile(
    rf"(?P<rate>{_RATE})|(?<!\w)(?:(?P<legal>{_CODE})|(?P<measure>{_MEASURE})|(?P<email>{_EMAIL})|(?P<link>{_ADDRESS}))"
)
"""What of it can match in a text without a digit: quicker, and half of all texts have none."""
_BEFORE_A_LIMIT = re.compile(
    rf"\b(?:délais?(?:{_S}[\w'’]+){{0,3}}{_S}(?:de{_S}|d['’])|dans{_S}les{_S}|sous{_S}|d['’]ici{_S}|au{_S}plus{_S}tard{_S})\Z",
    re.IGNORECASE,
)
"""What makes a time limit of a duration: 'dans les 15 jours', 'un délai de 2 mois'."""
_ENDS_OF_A_LIMIT = tuple(
    [f"{word}{space}" for word in ("de", "les", "sous", "ici", "tard") for space in " \u00a0\u202f"]
    + ["d'", "d’"]
)
_LONGEST_END = 5
_KINDS = {
    "rate": ChangeClass.AMOUNT,
    "legal": ChangeClass.LEGAL,
    "phone": ChangeClass.CONTACT,
    "email": ChangeClass.CONTACT,
    "date": ChangeClass.DATE,
    "year": ChangeClass.DATE,
    "link": ChangeClass.LINK,
    "form": ChangeClass.LINK,
}
_SCALES = {"million": 10**6, "milliard": 10**9}


def _unit_kind(unit: str) -> ChangeClass:
    if unit[0] in "€eEcC":
        return ChangeClass.AMOUNT
    return ChangeClass.PERCENTAGE if unit[0] in "%pP" else ChangeClass.DURATION


def _measure(match: re.Match[str]) -> tuple[tuple[str, ...], Decimal | None]:
    """Normal form and figure of an amount, a percentage or a duration ('9h30' counts 9.5)."""
    number = figure_of(match["figure"])
    if number is None:
        return (_folded(match[0]),), None
    unit = match["unit"].lower()
    number *= _SCALES.get((match["scale"] or "").lower().rstrip("s"), 1)
    if match["rest"]:
        unit, number = "h", number + Decimal(match["rest"]) / 60
    shape = _unit_kind(unit)
    name = _TIMES.get(unit, "centime" if unit[0] == "c" else shape.value)
    days = sort_key(match["days"] or "").rstrip("s")
    return (name, days, str(number.normalize())), number


def _normal(name: str, text: str) -> str:
    """Addresses and rates as they are; the words and numbers of anything else."""
    return text if name in ("email", "link", "rate") else _folded(text)


def _folded(text: str) -> str:
    return re.sub(r"[^\w*]", "", sort_key(text))


@lru_cache(maxsize=_REMEMBERED)
def figure_of(text: str) -> Decimal | None:
    """The number that a French figure, in digits or in letters, stands for; None when it isn't one."""
    digits = re.sub(_S, "", text)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    if re.fullmatch(r"\d+(\.\d+)?", digits):
        return Decimal(digits)
    return _spelled(text.lower())


def _spelled(text: str) -> Decimal | None:
    total = 0
    for part in re.split(rf"{_S}|-", text):
        if part == "et":
            continue
        unit = _UNITS.get(part)
        if unit is None:
            return None
        # 'quatre-vingt' and 'deux-cent' multiply, 'vingt-deux' and 'soixante-dix' add.
        multiplies = unit >= 100 or (unit == 20 and total == 4)
        total = max(total, 1) * unit if multiplies else total + unit
    return Decimal(total)


def kinds_in(text: str) -> tuple[ChangeClass, ...]:
    """The classes of what a text states, weightiest first."""
    found = {entity.kind for entity in entities(text)}
    return tuple(kind for kind in ChangeClass if kind in found)


def same_words(old: str, new: str) -> bool:
    """True when two texts differ by case, accents, spaces and punctuation only; figures and signs count."""
    return _letters(old) == _letters(new)


_SILENT = re.compile(r"[^\w€%+=<>≤≥×°/*\0]|_")


def _letters(text: str) -> str:
    return _SILENT.sub("", sort_key(text))


_EMPTY_WORDS = frozenset(
    {
        "a", "à", "au", "aux", "d", "dans", "de", "des", "du", "en", "est", "et", "l", "la", "le", "les", "ou", "par",
        "pour", "qu", "que", "sa", "ses", "son", "sur", "un", "une",
    }
)  # fmt: skip


def content_words(text: str) -> Iterator[str]:
    """The words of a text that carry meaning."""
    return (word for word in re.findall(r"[\w€%]+", text.lower()) if word not in _EMPTY_WORDS)

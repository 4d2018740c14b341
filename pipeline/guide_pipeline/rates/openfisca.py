"""The parameters of an installed OpenFisca-France, read as data: its YAML files, never its code.

Nothing of the package is imported, so it need not work here, and its own dependencies need not be installed:
`pip install --no-deps openfisca-france` is enough. https://github.com/openfisca/openfisca-france (AGPL-3.0).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from guide_pipeline.errors import NotFoundError
from guide_pipeline.rates.origin import OpenFiscaOrigin

PACKAGE = "openfisca-france"
_FOLDER = "openfisca_france/parameters"


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A value of a parameter from a day on; None from the day that it has none."""

    since: date
    value: Decimal | None
    reference: str = ""


class Parameters:
    """The parameters below a folder, each file read once, when asked for."""

    def __init__(self, folder: Path, version: str = "") -> None:
        self.folder = folder
        self.version = version
        self._files: dict[str, Any] = {}

    def history(self, origin: OpenFiscaOrigin) -> tuple[ParameterValue, ...] | None:
        """The values of a parameter, oldest first, in its own unit; None when there is no such parameter."""
        node, references = self._node(origin)
        if node is None:
            return None
        found = (_value(day, entry, references) for day, entry in node.items())
        return tuple(sorted((v for v in found if v is not None), key=lambda v: v.since))

    def _node(self, origin: OpenFiscaOrigin) -> tuple[Mapping[Any, Any] | None, Mapping[Any, Any]]:
        content = self._content(origin.path)
        references = _mapping(_mapping(content.get("metadata")).get("reference"))
        if origin.bracket is None:
            node = content.get("values")
        else:
            brackets = content.get("brackets") or ()
            known = origin.bracket < len(brackets)
            node = _mapping(brackets[origin.bracket]).get(origin.field) if known else None
        return (node if isinstance(node, Mapping) else None), references

    def _content(self, path: str) -> Mapping[Any, Any]:
        if path not in self._files:
            self._files[path] = self._read(path)
        return _mapping(self._files[path])

    def _read(self, path: str) -> Any:
        """A parameter is a file, or an entry of the file or `index.yaml` of one of the folders above it."""
        parts = path.split(".")
        for depth in range(len(parts), 0, -1):
            place = self.folder.joinpath(*parts[:depth])
            for file in (place.with_name(f"{place.name}.yaml"), place / "index.yaml"):
                if file.is_file():
                    node: Any = self._yaml(file)
                    for part in parts[depth:]:
                        node = _mapping(node).get(part)
                    if node is not None:
                        return node
        return None

    @cached_property
    def _loader(self) -> Any:
        try:
            import yaml
        except ModuleNotFoundError:
            raise NotFoundError(
                "PyYAML est absent : « pip install 'guide-familial[baremes]' » l'installe."
            ) from None
        return getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def _yaml(self, file: Path) -> Any:
        loader = self._loader(file.read_bytes())
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()


def installed_parameters(folder: Path | None = None) -> Parameters:
    """The parameters of the package installed here, or those in a folder (of the package, or of its parameters).

    NotFoundError, with the way out, when there are none.
    """
    if folder is not None:
        for place in (folder / _FOLDER, folder / "parameters", folder):
            if (place / "prestations_sociales").is_dir():
                return Parameters(place)
        raise NotFoundError(f"{folder} ne contient pas les paramètres d'OpenFisca-France.")
    try:
        package = distribution(PACKAGE)
    except PackageNotFoundError:
        raise NotFoundError(
            "OpenFisca-France n'est pas installé : « pip install --no-deps openfisca-france » l'installe "
            "(ses paramètres sont lus, rien n'en est exécuté), ou nommez son dossier par --openfisca."
        ) from None
    return Parameters(Path(str(package.locate_file(_FOLDER))), package.version)


def _mapping(node: Any) -> Mapping[Any, Any]:
    return node if isinstance(node, Mapping) else {}


def _value(day: Any, entry: Any, references: Mapping[Any, Any]) -> ParameterValue | None:
    since = _day(day)
    if since is None or entry == "expected":
        return None
    value = entry.get("value") if isinstance(entry, Mapping) else entry
    number = Decimal(repr(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return ParameterValue(since, number, _reference(references.get(day)))


def _day(day: Any) -> date | None:
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(str(day))
    except ValueError:
        return None


def _reference(node: Any) -> str:
    first = node[0] if isinstance(node, list) and node else node
    return str(_mapping(first).get("title") or "").strip()

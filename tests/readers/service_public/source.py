"""Small releases that tests write themselves: the shape of the source, none of its text."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from guide_pipeline.model.sheet import Sheet
from guide_pipeline.readers.service_public import Release, chapters_of, read_release

_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
FAMILY, HOUSING = "N100", "N200"
"""Themes of the small release."""

PLACE = (
    '<Theme ID="N100"><Titre>Famille</Titre></Theme><SousThemePere ID="N110">Couple</SousThemePere>'
    '<DossierPere ID="N111"><Titre>Mariage</Titre><Fiche ID="F1">Liste</Fiche></DossierPere>'
)


def publication(
    key: str,
    body: str,
    *,
    title: str = "Un titre",
    kind: str = "Fiche d'information",
    modified: str = "2024-01-02",
    description: str = "Une description.",
    place: str = PLACE,
    attributes: str = "",
) -> str:
    """An F file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Publication {_DC} ID="{key}" type="{kind}" {attributes}>'
        f"<dc:title>{title}</dc:title><dc:description>{description}</dc:description>"
        f"<dc:date>modified {modified}</dc:date><SurTitre>Fiche pratique</SurTitre>"
        f"<Audience>Particuliers</Audience><FilDAriane><Niveau ID='N100'>Famille</Niveau></FilDAriane>"
        f"{place}{body}</Publication>"
    )


def text(body: str) -> str:
    """A body of running content."""
    return f"<Texte>{body}</Texte>"


def folder(key: str, title: str, body: str = "", kind: str = "Theme") -> str:
    """An N file."""
    return f'<Publication {_DC} ID="{key}" type="{kind}"><dc:title>{title}</dc:title>{body}</Publication>'


def form_file(key: str, body: str, *, title: str = "Un formulaire", kind: str = "Formulaire") -> str:
    """An R file."""
    return (
        f'<ServiceComplementaire {_DC} ID="{key}" type="{kind}"><dc:title>{title}</dc:title>{body}'
        "</ServiceComplementaire>"
    )


FOLDERS = {
    "N100": folder("N100", "Famille", '<SousTheme ID="N110"><Titre>Couple</Titre></SousTheme>'),
    "N111": folder(
        "N111", "Mariage", '<Theme ID="N100"/><SousThemePere ID="N110">Couple</SousThemePere>', "Dossier"
    ),
    "N200": folder("N200", "Logement"),
}


def write_zip(path: Path, files: Mapping[str, str]) -> Path:
    """A release zip of XML files by id, with the folders that they stand in."""
    with zipfile.ZipFile(path, "w") as archive:
        for key, content in sorted({**FOLDERS, **files}.items()):
            archive.writestr(f"{key}.xml", content)
    return path


def open_release(folder: Path, files: Mapping[str, str]) -> Release:
    """An open release of some files."""
    return read_release(write_zip(folder / "livraison.zip", files))


def sheets_of(release: Release) -> dict[str, Sheet]:
    """Every sheet of a release, by id, by themes."""
    return {sheet.id: sheet for sheet in release.sheets(chapters_of(release).places)}

"""A small guide of search documents, enough for rankings to mean something."""

from pathlib import Path

from guide_pipeline.model.guide import Acronym
from guide_search.index_folder import write_index
from guide_search.records import SearchDocument, SectionText, SheetLinkText, analyse
from guide_search.search import SearchIndex, open_index

ACRONYMS = (
    Acronym("RSA", "Revenu de solidarité active"),
    Acronym("APL", "Aide personnalisée au logement"),
    Acronym("CSS", "Complémentaire santé solidaire", variants=("C2S",)),
)


def sheet(
    sheet_id: str,
    chapter: str,
    title: str,
    *sections: tuple[str, str, str],
    summary: str = "",
    keywords: tuple[str, ...] = (),
    links: tuple[tuple[str, str], ...] = (),
    folder: str = "",
) -> SearchDocument:
    """A document; sections are (anchor, title, text), links (sheet id, text)."""
    return SearchDocument(
        sheet_id=sheet_id,
        title=title,
        chapter=chapter,
        keywords=keywords,
        summary=summary,
        sections=tuple(SectionText(*section) for section in sections),
        folder=folder,
        links=tuple(SheetLinkText(*link) for link in links),
    )


DOCUMENTS = (
    sheet(
        "apl",
        "logement",
        "Aide personnalisée au logement (APL)",
        (
            "conditions",
            "Conditions",
            "Vous payez un loyer. Le logement est conventionné.\nUn étudiant y a droit.",
        ),
        ("montant", "Montant", "L'aide dépend des ressources du foyer et du loyer : 1 399,03 € au plus."),
        summary="Une aide à payer son loyer, versée par la caisse d'allocations familiales.",
        keywords=("loyer", "aide au logement"),
        links=(("conge", "s'arrêter à l'arrivée d'un enfant"),),
    ),
    sheet(
        "rsa",
        "insertion",
        "Revenu de solidarité active (RSA)",
        (
            "plafond",
            "Plafond de ressources",
            "Le plafond dépend de la composition du foyer. Article L. 262-2.",
        ),
        ("demande", "Demande", "La demande se fait à la caisse ou au département."),
        summary="Un minimum de ressources pour qui n'en a pas ou trop peu.",
        links=(("apl", "aide personnalisée au logement"),),
    ),
    sheet(
        "conge",
        "travail",
        "Congé de paternité et d'accueil de l'enfant",
        ("duree", "Durée", "Le père peut prendre un congé de vingt-cinq jours après la naissance."),
        summary="Après une naissance, le père, ou la personne qui vit avec la mère, a droit à un congé.",
    ),
    sheet(
        "tutelle",
        "majeurs-proteges",
        "Tutelle d'un majeur",
        (
            "effets",
            "Effets",
            "Le tuteur représente la personne protégée.\nLe juge peut énumérer des actes permis.",
        ),
        summary="Une protection pour qui ne peut plus veiller seul à ses intérêts.",
    ),
    sheet(
        "microcredit",
        "aide-sociale",
        "Microcrédit personnel",
        ("qui", "Pour qui", "Pour qui n'a pas accès au crédit d'une banque : bénéficiaire du RSA, chômeur."),
    ),
    sheet(
        "impayes",
        "logement",
        "Loyers impayés",
        (
            "prevenir",
            "Prévenir l'expulsion",
            "En cas de loyer impayé, prévenez le bailleur et la caisse.\nÀ savoir.",
        ),
        (
            "juge",
            "Devant le juge",
            "Le conseil de prud'hommes n'est pas compétent. L'audience se tient au tribunal.",
        ),
        summary="Que faire quand on ne peut plus payer son loyer.",
        folder="Location",
    ),
    sheet("vide", "logement", "…"),
)


def build(folder: Path, documents: tuple[SearchDocument, ...] = DOCUMENTS) -> SearchIndex:
    """An index of documents, open."""
    write_index(folder, map(analyse, documents), acronyms=ACRONYMS)
    return open_index(folder)


def text_of(pieces: tuple[tuple[str, bool], ...]) -> str:
    """A passage with its marked words between brackets."""
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)

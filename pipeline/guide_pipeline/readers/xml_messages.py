"""What libxml2 says in English of a file, in French that an editor understands."""

import re

_SYNTAX = (
    (
        r"Opening and ending tag mismatch: (\S+) line (\d+) and ([^\s,]+)",
        r"La balise <\1>, ouverte ligne \2, est fermée par </\3>.",
    ),
    (
        r"Premature end of data in tag (\S+) line (\d+)",
        r"La balise <\1>, ouverte ligne \2, n'est jamais fermée.",
    ),
    (r"Entity '(\S+)' not defined", r"L'entité &\1; n'existe pas : écrivez le caractère lui-même."),
    (r"EntityRef|entity reference", "Le signe & s'écrit &amp; en XML."),
    (r"CharRef|invalid xmlChar|invalid Char", "Un caractère interdit se trouve ici : supprimez-le."),
    (
        r"AttValue|Unescaped '<'",
        "La valeur d'un attribut se met entre guillemets, sans < ni guillemet à l'intérieur.",
    ),
    (r"Specification mandates value for attribute (\S+)", r"L'attribut « \1 » n'a pas de valeur."),
    (r"Attribute (\S+) redefined", r"L'attribut « \1 » est donné deux fois."),
    (r"attributes construct error|Start Tag (\S+)", "Une balise ouvrante est mal écrite, ou n'a pas son >."),
    (r"invalid element name", "Le signe < s'écrit &lt; en XML quand il n'ouvre pas une balise."),
    (r"Extra content", "Il y a du contenu après la balise principale."),
    (
        r"Document is empty|Start tag expected",
        "Le fichier ne commence pas par une balise : il est vide, ou ce n'est pas du XML.",
    ),
    (r"Sequence '\]\]>'", "Les signes ]]> s'écrivent ]]&gt; en XML."),
    (r"[Cc]omment", "Un commentaire est mal écrit : <!-- … -->, sans -- à l'intérieur."),
    (r"CDATA|CData", "Une section <![CDATA[ n'est pas fermée par ]]>."),
    (r"Namespace prefix (\S+)", r"Le préfixe « \1: » n'est pas connu : nos balises n'en ont pas."),
    (r"XML declaration", "La déclaration <?xml …?> se met tout au début du fichier."),
    (r"[Dd]epth", "Trop de balises les unes dans les autres."),
    (r"expected '>'", "Une balise n'a pas son >."),
)
_SCHEMA = (
    (r"Did not expect element (\S+) there", r"Le schéma ne permet pas <\1> ici."),
    (r"Extra element (\S+) in interleave", r"Le schéma refuse <\1>, ou quelque chose à l'intérieur."),
    (
        r"Invalid attribute (\S+) for element (\S+)",
        r"Le schéma refuse l'attribut « \1 » de <\2>, ou sa valeur.",
    ),
    (r"Expecting element (\S+), got (\S+)", r"Le schéma attend <\1>, et trouve <\2>."),
    (r"Expecting an element (\S+), got nothing", r"Le schéma attend <\1>, qui manque."),
    (r"Element (\S+) failed to validate attributes", r"Le schéma refuse les attributs de <\1>."),
    (r"Did not expect text in element (\S+)", r"Le schéma ne permet pas de texte directement dans <\1>."),
    (r"Element (\S+) has extra content: (\S+)", r"Le schéma ne permet pas <\2> dans <\1>."),
    (r"Element (\S+) failed to validate content", r"Le schéma refuse le contenu de <\1>."),
)


def syntax_message(message: str) -> str:
    """A French sentence for what libxml2 says of a file that isn't well-formed."""
    default = "Le XML est mal formé ici : vérifiez les balises et les guillemets autour."
    return _first(_SYNTAX, message, default)


def schema_message(message: str) -> str:
    """A French sentence for what libxml2 says of a file that doesn't keep the schema."""
    return _first(_SCHEMA, message, "Le fichier ne suit pas le schéma des fiches (fiche.rng) ici.")


def _first(table: tuple[tuple[str, str], ...], message: str, default: str) -> str:
    for pattern, french in table:
        if found := re.search(pattern, message):
            return found.expand(french)
    return default

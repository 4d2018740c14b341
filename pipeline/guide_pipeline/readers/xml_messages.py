"""What libxml2 says in English of a file, in French that an editor understands."""

import re

_SYNTAX = (
    (
        r"Opening and ending tag mismatch: (\S+) line (\d+) and ([^\s,]+)",
        r"La balise <\1>, ouverte ligne \2, est fermée par </\3>.",
    ),
    (r"Premature end of data in tag (\S+) line (\d+)", r"La balise <\1>, ouverte ligne \2, n'est jamais fermée."),
    (r"Entity '(\S+)' not defined", r"L'entité &\1; n'existe pas : écrivez le caractère lui-même."),
    (r"EntityRef|entity reference", "Le signe & s'écrit &amp; en XML."),
    (r"CharRef|invalid xmlChar|invalid Char", "Un caractère interdit se trouve ici : supprimez-le."),
    (r"AttValue|Unescaped '<'", "La valeur d'un attribut se met entre guillemets, sans < ni guillemet à l'intérieur."),
    (r"Specification mandates value for attribute (\S+)", r"L'attribut « \1 » n'a pas de valeur."),
    (r"Attribute (\S+) redefined", r"L'attribut « \1 » est donné deux fois."),
    (r"attributes construct error|Start Tag (\S+)", "Une balise ouvrante est mal écrite, ou n'a pas son >."),
    (r"invalid element name", "Le signe < s'écrit &lt; en XML quand il n'ouvre pas une balise."),
    (r"Extra content", "Il y a du contenu après la balise principale."),
    (r"Document is empty|Start tag expected", "Le fichier ne commence pas par une balise : il est vide, ou ce n'est pas du XML."),
    (r"Sequence '\]\]>'", "Les signes ]]> s'écrivent ]]&gt; en XML."),
    (r"[Cc]omment", "Un commentaire est mal écrit : <!-- … -->, sans -- à l'intérieur."),
    (r"CDATA|CData", "Une section <![CDATA[ n'est pas fermée par ]]>."),
    (r"Namespace prefix (\S+)", r"Le préfixe « \1: » n'est pas connu : nos balises n'en ont pas."),
    (r"XML declaration", "La déclaration <?xml …?> se met tout au début du fichier."),
    (r"[Dd]epth", "Trop de balises les unes dans les autres."),
    (r"expected '>'", "Une balise n'a pas son >."),
)  # fmt: skip


def syntax_message(message: str) -> str:
    """A French sentence for what libxml2 says of a file that isn't well-formed."""
    for pattern, french in _SYNTAX:
        if found := re.search(pattern, message):
            return found.expand(french)
    return "Le XML est mal formé ici : vérifiez les balises et les guillemets autour."

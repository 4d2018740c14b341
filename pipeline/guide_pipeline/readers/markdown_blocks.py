"""Blocks of Markdown. Headings open sections, `:::` containers notes, cases and definitions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from guide_pipeline.model.blocks import (
    Block,
    Blocks,
    Case,
    CaseDisplay,
    CaseGroup,
    Definition,
    ListBlock,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Section,
)
from guide_pipeline.model.inline import Inlines, plain
from guide_pipeline.readers.anchors import anchor_of
from guide_pipeline.readers.limits import Limits
from guide_pipeline.readers.markdown_body import Body, Node, tree
from guide_pipeline.readers.markdown_inlines import read_inlines
from guide_pipeline.readers.markdown_syntax import CAPTION, Fences, pair_fences, parser
from guide_pipeline.readers.markdown_table import read_table
from guide_pipeline.readers.problems import Problems

_FIRST_DEPTH = 3
"""Blocks stand inside <fiche><contenu> of the canonical XML, whose depth is limited."""
_REFUSED = {
    "blockquote": "Un bloc de citation (>) n'existe pas dans une fiche : écrivez un paragraphe ou une note.",
    "code_block": "Ces lignes sont en retrait de quatre espaces ou plus, ce qui en fait du code : réduisez le retrait.",
    "fence": "Un bloc de code (``` ou ~~~) n'existe pas dans une fiche : écrivez un paragraphe.",
    "hr": "Un trait de séparation n'existe pas dans une fiche : commencez une section par un titre (##).",
    "html_block": "Le HTML est interdit, commentaires compris : écrivez du Markdown.",
}
_DEFINED = re.compile(r"\[[^\]]+\]:\s")


def read_body(text: str, first_line: int, problems: Problems, limits: Limits) -> Blocks:
    """The blocks of a Markdown text whose first line is `first_line` of its file."""
    lines = text.split("\n")
    body = Body(lines, first_line, problems, limits)
    fences = pair_fences(lines)
    _note_fences(fences, body)
    tokens = parser(limits.depth).parse(text, {"fences": fences})
    nodes, depth = tree(tokens)
    # beyond its limit the parser drops text without a word
    if depth >= limits.depth:
        body.fits(limits.depth + 1, 0)
        return ()
    return _sections(nodes, body, _FIRST_DEPTH, 1)


def _note_fences(fences: Fences, body: Body) -> None:
    for line in fences.unclosed:
        body.problem(
            "conteneur-non-ferme", "Ce bloc « ::: » n'est jamais fermé : ajoutez une ligne « ::: ».", line
        )
    for line in fences.unopened:
        body.problem("conteneur-non-ouvert", "Cette ligne « ::: » ne ferme aucun bloc.", line)
    for opening, line in fences.mismatched:
        message = f"Cette ligne ferme le bloc ouvert ligne {opening + body.first_line} par un autre nombre de « : »."
        body.problem("conteneur-mal-ferme", message, line)


@dataclass(slots=True)
class _Open:
    """A section whose end isn't reached yet."""

    level: int
    id: str = ""
    title: Inlines = ()
    blocks: list[Block] = field(default_factory=list)


def _sections(nodes: list[Node], body: Body, depth: int, level: int) -> Blocks:
    """Blocks with their headings as nested sections. `level` is that of the heading above (1: the sheet's title)."""
    root = _Open(level)
    stack = [root]
    for node in nodes:
        if node.kind != "heading":
            stack[-1].blocks.extend(_blocks([node], body, depth + len(stack) - 1, stack[-1].level))
            continue
        rank = int(node.token.tag[1:])
        _close_to(stack, max(rank, level + 1))
        if rank != stack[-1].level + 1:
            _note_level(rank, stack[-1].level + 1, node, body)
        stack.append(_heading(node, body, rank, depth + len(stack) - 1))
    _close_to(stack, level + 1)
    return tuple(root.blocks)


def _close_to(stack: list[_Open], rank: int) -> None:
    """Close the open sections of this rank and deeper."""
    while len(stack) > 1 and stack[-1].level >= rank:
        done = stack.pop()
        stack[-1].blocks.append(Section(done.id, done.title, tuple(done.blocks)))


def _note_level(rank: int, expected: int, node: Node, body: Body) -> None:
    marks = "#" * expected if expected <= 6 else "un texte en **gras**"
    body.problem("niveau-de-titre", f"Titre de niveau {rank} : ici, écrivez {marks}.", node.line)


def _heading(node: Node, body: Body, rank: int, depth: int) -> _Open:
    title = read_inlines(node.children[0], body, depth + 1)
    if not title:
        body.problem("titre-manquant", "La section n'a pas de titre.", node.line)
    given = node.token.meta.get("anchor")
    anchor = anchor_of(plain(title)) if given is None else str(given)
    body.anchor(anchor, node.line)
    return _Open(rank, anchor, title)


def _blocks(nodes: list[Node], body: Body, depth: int, level: int) -> Blocks:
    """Blocks without sections of their own. `level` is that of the section around, for the cases inside."""
    result: list[Block] = []
    for node in nodes:
        if node.kind != "inline" and body.fits(depth, node.line):
            result.extend(_block(node, body, depth, level))
    return tuple(result)


def _block(node: Node, body: Body, depth: int, level: int) -> Blocks:
    match node.kind:
        case "paragraph":
            return _paragraph(node, body, depth)
        case "bullet_list" | "ordered_list":
            return (_list(node, body, depth, level),)
        case "table":
            return (read_table(node, body, depth),)
        case "container":
            return _container(node, body, depth, level)
        case "heading":
            message = "Un titre (##) n'est permis que dans le texte de la fiche ou dans un cas : écrivez en **gras**."
            body.problem("titre-mal-place", message, node.line)
            return _paragraph(node, body, depth)
        case "stray_fence":
            # noted already, with the line that opens its container
            return ()
        case kind:
            message = _REFUSED.get(kind, f"« {kind} » n'existe pas dans une fiche.")
            body.problem("html-interdit" if kind == "html_block" else "markdown-interdit", message, node.line)
            return _blocks(node.children, body, depth, level)


def _paragraph(node: Node, body: Body, depth: int) -> tuple[Paragraph, ...]:
    inline = node.children[0]
    for number, line in enumerate(inline.token.content.split("\n")):
        if problem := _misread(line.strip()):
            body.problem(*problem, node.line + number)
    content = read_inlines(inline, body, depth)
    return (Paragraph(content),) if content else ()


def _misread(line: str) -> tuple[str, str] | None:
    """The code and the message for a line that was meant as something else than text."""
    if line.startswith("|"):
        return (
            "tableau-mal-forme",
            "Tableau : la deuxième ligne doit être |---|---|, avec autant de cellules que la première.",
        )
    if line.startswith(":::"):
        return (
            "conteneur-mal-place",
            "Une ligne « ::: » commence la ligne, sans rien avant ni retrait de plus que le texte.",
        )
    found = CAPTION.fullmatch(line)
    if found and found["colon"]:
        return "legende-sans-tableau", "Cette légende doit être juste avant un tableau."
    if _DEFINED.match(line):
        return "markdown-interdit", "Écrivez l'adresse dans le lien lui-même : [texte](adresse)."
    return None


def _list(node: Node, body: Body, depth: int, level: int) -> ListBlock:
    start = node.token.attrGet("start")
    if start is not None:
        message = f"Une liste commence à 1, pas à {start} (pour du texte, écrivez {start}\\.)."
        body.problem("debut-de-liste", message, node.line)
    items = tuple(ListItem(_blocks(item.children, body, depth + 2, level)) for item in node.children)
    return ListBlock(items, ordered=node.kind == "ordered_list")


def _container(node: Node, body: Body, depth: int, level: int) -> Blocks:
    if node.token.meta["cut"]:
        message = (
            "Ce bloc « ::: » sort de la liste où il commence : mettez toutes ses lignes au même retrait."
        )
        body.problem("conteneur-mal-imbrique", message, node.line)
    read = _CONTAINERS.get(node.token.info)
    if read is None:
        message = f"« ::: {node.token.info} » n'est pas connu (choix : {', '.join(_CONTAINERS)})."
        body.problem("conteneur-inconnu", message, node.line)
        return _blocks(node.children, body, depth, level)
    return read(node, body, depth, level)


def _note(node: Node, body: Body, depth: int, level: int) -> Blocks:
    value = node.token.meta["argument"] or NoteKind.GOOD_TO_KNOW.value
    kind = next((k for k in NoteKind if k.value == value), None)
    if kind is None:
        _note_value(value, ", ".join(NoteKind), node, body)
    title = read_inlines(node.children[0], body, depth + 1)
    return (Note(kind or NoteKind.GOOD_TO_KNOW, _blocks(node.children, body, depth + 1, level), title),)


def _note_value(value: str, allowed: str, node: Node, body: Body) -> None:
    message = f"« {value} » n'est pas permis après « ::: {node.token.info} » (choix : {allowed})."
    body.problem("valeur-interdite", message, node.line)


def _alternatives(node: Node, body: Body, depth: int, level: int) -> Blocks:
    value = node.token.meta["argument"] or CaseDisplay.TABS.value
    display = next((d for d in CaseDisplay if d.value == value), None)
    title, *children = node.children
    if display is None or title.token.content:
        _note_value(f"{value} {title.token.content}".strip(), ", ".join(CaseDisplay), node, body)
    cases: list[Case] = []
    for child in children:
        if child.kind == "container" and child.token.info == "cas":
            cases.append(_read_case(child, body, depth + 1, level))
        else:
            message = "« ::: alternatives » ne contient que des « :::: cas »."
            body.problem("alternatives", message, child.line)
            _blocks([child], body, depth + 1, level)
    return (CaseGroup(tuple(cases), display or CaseDisplay.TABS),)


def _read_case(node: Node, body: Body, depth: int, level: int) -> Case:
    title = _named(node, body, depth, "cas", "Salarié")
    if node.token.meta["cut"]:
        body.problem("conteneur-mal-imbrique", "Ce cas sort de la liste où il commence.", node.line)
    blocks = _sections(node.children[1:], body, depth + 1, level)
    return Case(node.token.meta["argument"], title, blocks)


def _named(node: Node, body: Body, depth: int, name: str, example: str) -> Inlines:
    """The title of a container that has an anchor and a title; noted when either is missing."""
    title = read_inlines(node.children[0], body, depth + 1)
    anchor = node.token.meta["argument"]
    if not (anchor and title):
        message = (
            f"Écrivez « ::: {name} ANCRE TITRE », par exemple « ::: {name} {anchor_of(example)} {example} »."
        )
        body.problem("titre-manquant", message, node.line)
    else:
        body.anchor(anchor, node.line)
    return title


def _case_alone(node: Node, body: Body, depth: int, level: int) -> Blocks:
    body.problem("alternatives", "« cas » ne se met que dans « ::: alternatives ».", node.line)
    return _blocks(node.children, body, depth, level)


def _definition(node: Node, body: Body, depth: int, level: int) -> Blocks:
    term = _named(node, body, depth, "definition", "Foyer fiscal")
    blocks = _blocks(node.children, body, depth + 1, level)
    return (Definition(node.token.meta["argument"], term, blocks),)


_CONTAINERS: dict[str, Callable[[Node, Body, int, int], Blocks]] = {
    "note": _note,
    "alternatives": _alternatives,
    "cas": _case_alone,
    "definition": _definition,
}

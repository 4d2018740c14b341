"""The record of a tree of pages: for each page the key of what went into it, and the hash of what came out.

Equal key, same page: the next edition reuses it by a hard link. The record is one file in the tree.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guide_pipeline.editions.canonical_json import dump

TREE_NAME = "pages.json"


@dataclass(frozen=True, slots=True)
class Tree:
    """What is known of a tree of pages."""

    manifest: str
    """The edition that it shows: hash of its manifest."""
    renderer: str
    """Hash of the templates and assets that made it."""
    pages: Mapping[str, tuple[str, str]]
    """(key, SHA-256 of the bytes) by path in the tree."""


def dump_tree(tree: Tree) -> bytes:
    """The record's bytes, always the same for the same tree."""
    return dump({"edition": tree.manifest, "rendu": tree.renderer, "pages": dict(tree.pages)})


def load_tree(folder: Path) -> Tree | None:
    """The record of a tree; None when there is none that can be trusted."""
    try:
        row = json.loads((folder / TREE_NAME).read_bytes())
        pages = {path: (key, sha) for path, (key, sha) in row["pages"].items()}
        return Tree(row["edition"], row["rendu"], pages)
    except (OSError, ValueError, KeyError, TypeError):
        return None

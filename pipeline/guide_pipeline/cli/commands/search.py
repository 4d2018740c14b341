"""guide search "…": the sheets that answer, as agents see them."""

import argparse

from guide_pipeline.cli.command import add_json, declare


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(subparsers, "search", run, "cherche dans le guide", 'guide search "apl étudiant"')
    parser.add_argument("query", metavar="MOTS", nargs="+", help="ce que vous cherchez")
    parser.add_argument("--chapitre", metavar="SLUG", help="seulement dans ce chapitre")
    parser.add_argument("--edition", metavar="N", type=int, help="dans une édition plus ancienne")
    parser.add_argument("-n", dest="limit", type=int, default=10, help="nombre de résultats (10)")
    add_json(parser)

"""guide init DIR: an empty working guide with our list of chapters."""

import argparse
from pathlib import Path

from guide_pipeline.cli.command import declare
from guide_pipeline.cli.console import say
from guide_pipeline.scaffold import make_guide


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = declare(
        subparsers,
        "init",
        run,
        "crée un guide vide, prêt à recevoir des fiches",
        "guide init mon-guide && guide -C mon-guide check",
    )
    parser.add_argument("folder", metavar="DOSSIER", type=Path, help="dossier à créer (ou vide)")
    parser.add_argument("--titre", default="Guide Familial", help="titre du guide")


def run(args: argparse.Namespace) -> int:
    """Make the guide and say what to do next."""
    made = make_guide(args.folder, args.titre)
    say(f"Guide créé dans {made}. Aucun compte n'existe encore.")
    say(f"Écrivez une fiche dans {made}/sources/…, puis : guide -C {made} check")
    say(f"Pour servir le guide, créez un administrateur : guide -C {made} user add NOM --role administrateur")
    return 0

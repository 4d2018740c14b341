"""guide rates …: the rates of the guide, held against another source."""

import argparse
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guide_pipeline.cli.command import add_json, declare, opened
from guide_pipeline.cli.console import count, say, say_json

if TYPE_CHECKING:
    from guide_pipeline.rates.compare import Comparison, Finding

_TITLES = {
    "difference": "Valeurs différentes",
    "oubli": "Valeurs intermédiaires qui manquent",
    "plus-recent": "Valeurs plus récentes",
    "a-recalculer": "Montants à recalculer",
    "autre-date": "Mêmes valeurs, datées autrement",
    "introuvable": "Paramètres introuvables",
}
_MINOR = "autre-date"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its own commands."""
    parser = declare(
        subparsers, "rates", run, "compare les barèmes du guide à une autre source", "guide rates check"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = declare(
        actions,
        "check",
        run,
        "compare les barèmes aux paramètres d'OpenFisca-France, et montre les écarts et les valeurs plus récentes",
        "guide rates check --edition 6",
    )
    check.add_argument(
        "--edition", type=int, metavar="N", help="une édition (sinon la dernière et les lots qui la suivent)"
    )
    check.add_argument("--openfisca", type=Path, metavar="DOSSIER", help="où OpenFisca-France est installé")
    check.add_argument("--tout", action="store_true", help="montre aussi les simples écarts de date")
    add_json(check)


def run(args: argparse.Namespace) -> int:
    """Compare, print, and return 1 when there is something to correct."""
    from guide_pipeline.rates.compare import compare_rates
    from guide_pipeline.rates.known import rates_in_hand, rates_of_edition
    from guide_pipeline.rates.openfisca import installed_parameters

    root, config, store = opened(args)
    parameters = installed_parameters(args.openfisca)
    known = args.edition is not None
    rates = rates_of_edition(store, args.edition) if known else rates_in_hand(store, config, root)
    found = compare_rates(rates, parameters)
    wrong = [finding for finding in found.findings if finding.kind != _MINOR]
    if args.json:
        say_json(_rows(found, parameters.version))
    else:
        _show(found.findings if args.tout else wrong)
        _show_counts(found, parameters.version, wrong)
    return int(bool(wrong))


def _rows(found: "Comparison", version: str) -> dict[str, Any]:
    return {
        "openfisca": version,
        "compares": found.compared,
        "calcules": found.computed,
        "sans-comparaison": found.other,
        "constats": [
            {
                "nature": f.kind.value,
                "bareme": f.rate,
                "libelle": f.label,
                "depuis": f.day,
                "guide": f.ours,
                "autre": f.theirs,
                "precision": f.detail,
            }
            for f in found.findings
        ],
    }


def _show(findings: "Iterable[Finding]") -> None:
    findings = tuple(findings)
    for kind, title in _TITLES.items():
        if rows := [finding for finding in findings if finding.kind == kind]:
            say(f"{title} ({len(rows)})")
            for finding in rows:
                say(f"  {finding.rate} : {_told(finding)}")
            say()


def _told(finding: "Finding") -> str:
    parts = [f"{_day(finding.day)} : " if finding.day else ""]
    if finding.ours is not None:
        parts.append(f"guide {_figure(finding.ours)}")
    if finding.theirs is not None:
        parts.append(f", ailleurs {_figure(finding.theirs)}")
    if finding.detail:
        parts.append(f" ({finding.detail})" if finding.day else finding.detail)
    return "".join(parts)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _show_counts(found: "Comparison", version: str, wrong: "list[Finding]") -> None:
    minor = len(found.findings) - len(wrong)
    say(
        f"{count(found.compared, 'barème comparé', 'barèmes comparés')} à OpenFisca-France {version}".rstrip()
        + f", {count(found.computed, 'montant recalculé ou suivi', 'montants recalculés ou suivis')}, "
        + f"{count(found.other, 'autre tiré de textes', 'autres tirés de textes')}."
    )
    if minor:
        say(f"{count(minor, 'simple écart de date', 'simples écarts de date')} (« --tout » les montre).")
    say("Rien à corriger." if not wrong else f"{count(len(wrong), 'constat')} à examiner.")

"""The report as JSON: what the published schema says, always the same bytes."""

import json
from importlib.resources import files

import jsonschema

from guide_pipeline.diff.guides import diff_guides
from guide_pipeline.report.build import build_report
from guide_pipeline.report.model import ChangeReport
from guide_pipeline.report.rows import report_json
from tests.report.conftest import BATCH, sides

SCHEMA = json.loads(files("guide_pipeline.report").joinpath("schema.json").read_text("utf-8"))


def test_it_keeps_the_published_schema(report: ChangeReport, nothing: ChangeReport) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for one in (report, nothing):
        jsonschema.validate(json.loads(report_json(one)), SCHEMA)


def test_the_same_batch_gives_the_same_bytes(report: ChangeReport) -> None:
    old, new = sides()
    assert report_json(build_report(diff_guides(old, new), old, new, BATCH)) == report_json(report)


def test_figures_are_digits_and_counts_add_up(report: ChangeReport) -> None:
    rows = json.loads(report_json(report))
    (rate,) = rows["baremes"]
    assert rate["apres"] == {"valeur": "474.37", "depuis": "2025-04-01", "reference": "Instruction B"}
    (amount,) = (c for s in rows["fiches"] for c in s["changements"] if c["classe"] == "montant")
    assert (amount["valeur-avant"], amount["valeur-apres"]) == ("11478", "14000")
    told = sum(len(sheet["changements"]) for sheet in rows["fiches"])
    assert told == sum(rows["comptes"]["changements"].values())
    assert len(rows["fiches"]) == sum(chapter["fiches"] for chapter in rows["comptes"]["chapitres"])

"""A report in a folder: page, data, and what the page needs."""

from pathlib import Path

from guide_pipeline.report import table
from guide_pipeline.report.model import ChangeReport
from guide_pipeline.report.page import report_html
from guide_pipeline.report.rows import report_json

ASSETS = Path(__file__).parent / "assets"
ASSET_NAMES = ("rapport.css", "rapport.js")


def write_report(report: ChangeReport, folder: Path) -> None:
    """Write report.html, report.json, montants.csv and what the page needs into an existing folder. OSError as it comes."""
    (folder / "report.json").write_bytes(report_json(report))
    (folder / "report.html").write_bytes(report_html(report).encode())
    (folder / table.NAME).write_bytes(table.amounts_csv(report))
    for name in ASSET_NAMES:
        (folder / name).write_bytes((ASSETS / name).read_bytes())

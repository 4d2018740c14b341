"""What agents are told, as the rows that an edition keeps."""

from guide_pipeline.report.model import ChangeReport
from guide_pipeline.report.news import news_of


def test_events_of_sheets(report: ChangeReport) -> None:
    assert news_of(report).events() == {
        "allocation": "modification",
        "ancienne": "suppression",
        "nouvelle": "ajout",
        "pacs": "renommage",
        "stable": "bareme",
        "virgule": "modification",
        "loyer": "deplacement",
    }


def test_rows_hold_texts_only(report: ChangeReport) -> None:
    rows = news_of(report).rows()
    assert rows["fiches"][0] == [
        "modification",
        "allocation",
        "Allocation",
        "famille",
        "Montants : 1 ; dates : 1 ; parties : Plafonds",
    ]
    assert rows["baremes"] == [
        [
            "bmaf",
            "Base mensuelle",
            "euro",
            ["2024-04-01", "466.44", "Instruction A", ""],
            ["2025-04-01", "474.37", "Instruction B", "https://exemple.fr"],
        ]
    ]

"""axe-core in the page being read: what it finds against WCAG 2.2 A and AA, and its best practices."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(tab: Page) -> list[str]:
    """Each rule that is broken and where. The script is given to the page by the browser, past its policy."""
    tab.evaluate(_SCRIPT)
    found: dict[str, Any] = tab.evaluate(
        "tags => axe.run(document, { runOnly: tags, preload: false })", _TAGS
    )
    return [
        f"{rule['id']} : {node['html'][:200]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]

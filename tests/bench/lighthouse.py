"""Lighthouse on the pages that agents see most: home, chapter, sheet, results. Prints the scores; asserts nothing.

    npm install --prefix tests/browser/tools
    guide demo                                     # in another terminal
    python tests/bench/lighthouse.py --user agent --password … [--address http://localhost:8000] [--json]

Scores are those of the default mobile profile (a slow phone, simulated), and of a desktop. Only the standard library
is needed. The site being private, Lighthouse is given the session that signing in opened.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

TOOL = Path(__file__).parents[1] / "browser" / "tools" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-proxy-server"
GOAL = 95


def signed_in(address: str, user: str, password: str) -> str:
    """The cookies of a new session."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    page = _body(opener, f"{address}/connexion")
    token = re.search(r'name="jeton" value="([^"]+)"', page)
    if token is None:
        sys.exit("no sign-in form at that address")
    form = {"nom": user, "mot_de_passe": password, "jeton": token[1], "suite": "/"}
    opener.open(f"{address}/connexion", urlencode(form).encode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _body(opener: OpenerDirector, address: str) -> str:
    try:
        return str(opener.open(address).read().decode())
    except HTTPError as error:
        return error.read().decode()


def scores(tool: str, address: str, cookies: str, *, desktop: bool) -> dict[str, int]:
    """The scores of a page, 0 to 100, by category."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as headers:
        json.dump({"Cookie": cookies}, headers)
        headers.flush()
        command = [
            *(tool, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"),
            *(f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={headers.name}"),
            *(["--preset=desktop"] if desktop else []),
        ]
        report = _report(command)
    for name, audit in report["audits"].items():
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] == "binary":
            print(f"    {name}: {audit['title']}", file=sys.stderr)
    return {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}


def _report(command: list[str], tries: int = 3) -> Any:
    """What Lighthouse writes; on a busy machine its browser doesn't always come up in time."""
    for left in reversed(range(tries)):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode == 0:
            return json.loads(done.stdout)
        if not left:
            sys.exit(done.stderr[-2000:])
    return None


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--chapter", default="prestations-familiales")
    parser.add_argument("--sheet", default="allocations-familiales")
    parser.add_argument("--query", default="allocations")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    tool = os.environ.get("GUIDE_LIGHTHOUSE", str(TOOL))
    os.environ.setdefault("CHROME_PATH", shutil.which("chromium") or "")
    cookies = signed_in(given.address, given.user, given.password)
    pages = (
        "/",
        f"/chapitres/{given.chapter}.html",
        f"/fiches/{given.sheet}.html",
        f"/recherche?q={given.query}",
    )
    found = []
    for page in pages:
        for desktop in (False, True):
            row = scores(tool, given.address + page, cookies, desktop=desktop)
            found.append({"page": page, "profile": "desktop" if desktop else "mobile", **row})
            if not given.json:
                shown = "  ".join(f"{name} {row[name]}" for name in CATEGORIES)
                print(f"{page:40} {found[-1]['profile']:8} {shown}", flush=True)
    lowest = min(row[name] for row in found for name in CATEGORIES)
    print(json.dumps(found) if given.json else f"lowest {lowest}, goal {GOAL}")


if __name__ == "__main__":
    main()

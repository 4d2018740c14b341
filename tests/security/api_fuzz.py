"""The interface for programs, tried by schemathesis as each role, by session and by token: no answer may be a 5xx.

It makes a guide of its own with an account per role, serves it by `guide serve`, and reads the description that the
server gives. `tests/security/test_api.py` does the same with few examples.

Example: python -m tests.security.api_fuzz --examples 200
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guide_site.state import Role, Scope, default_url, open_state
from guide_site.web.csrf import HEADER, form_token
from tests.web.conftest import NAMES, PASSWORD, QUICK
from tests.web.guides import publish_batches, write_sources
from tests.web.test_server import served

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who calls: how they are called here, and the headers that say who they are."""

    name: str
    headers: tuple[str, ...]


@contextmanager
def guide_with_callers(folder: Path) -> Iterator[tuple[str, tuple[Caller, ...]]]:
    """A guide served from `folder`: its address, and a caller for each role and each kind of token."""
    root = folder / "guide"
    write_sources(root)
    state = open_state(default_url(root), hasher=QUICK)
    state.create_schema()
    for role, name in NAMES.items():
        state.add_user(name, PASSWORD, role, f"{name.title()} d'essai")
    publish_batches(root, state)
    callers = [Caller("signed out", ())]
    for role, name in NAMES.items():
        signed = state.sign_in(name, PASSWORD)
        assert signed is not None
        cookie = f"Cookie: guide_session={signed.token}"
        callers.append(Caller(f"session, {role.value}", (cookie, f"{HEADER}: {form_token(signed.token)}")))
    for role in (Role.EDITOR, Role.ADMIN):
        token = state.add_token(NAMES[role], "essai", frozenset(Scope), 1, by=NAMES[role])
        callers.append(Caller(f"token, {role.value}", (f"Authorization: Bearer {token}",)))
    reader = state.add_token(NAMES[Role.EDITOR], "lecture", frozenset({Scope.READ}), 1, by=NAMES[Role.EDITOR])
    callers.append(Caller("token, reading only", (f"Authorization: Bearer {reader}",)))
    state.close()
    with served(root) as (port, _):
        yield f"http://127.0.0.1:{port}", tuple(callers)


def fuzz(address: str, description: Path, caller: Caller, examples: int, seed: int = 1) -> tuple[int, str]:
    """The exit status of schemathesis (0: nothing found) and its report."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", str(description), "--url", address,
        "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples),
        "--seed", str(seed), "--generation-deterministic", "--no-color",
        "--continue-on-failure", "--request-timeout", "30", "--suppress-health-check", "all", "--warnings", "off",
    ]  # fmt: skip
    for header in caller.headers:
        command += ["--header", header]
    done = subprocess.run(command, capture_output=True, text=True, cwd=description.parent, timeout=1800)
    return done.returncode, done.stdout + done.stderr


def main() -> int:
    """Try every caller; 1 when anything was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    worst = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with guide_with_callers(folder) as (address, callers):
            described = write_description(folder)
            for caller in callers:
                status, report = fuzz(address, described, caller, args.examples, args.seed)
                cases = re.search(r"(\d+) generated", report)
                print(
                    f"{caller.name:26}{cases[1] if cases else '?':>8} cases  {'nothing' if not status else 'FOUND'}"
                )
                if status:
                    print(report)
                worst = max(worst, status)
    return int(worst > 0)


def write_description(folder: Path) -> Path:
    """The description as the server gives it, in a file."""
    import json

    from guide_site.web.api_description import description

    path = folder / "openapi.json"
    path.write_text(json.dumps(description()), "utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())

"""The unit of systemd: what it starts exists, where it may write is where the program writes, systemd understands it."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from guide_pipeline.cli.main import build_parser

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = DEPLOY / "systemd" / "guide.service"
DOCS = (DEPLOY.parent / "docs" / "deployment.md").read_text("utf-8")


@pytest.fixture
def unit() -> dict[str, list[str]]:
    """The settings of the unit: each may be there several times."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in UNIT.read_text("utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found[name].append(value)
    return dict(found)


def test_it_starts_a_command_that_exists_where_nginx_looks_for_it(unit: dict[str, list[str]]) -> None:
    (started,) = unit["ExecStart"]
    program, *words = started.split()
    args = build_parser().parse_args(words)
    assert f"{Path(program).parent}/pip install" in DOCS and Path(program).name == "guide"
    assert str(args.root) == unit["WorkingDirectory"][0]
    assert f"server 127.0.0.1:{args.port};" in (DEPLOY / "nginx" / "guide.conf").read_text("utf-8")


def test_it_runs_as_the_user_that_is_made_and_writes_where_the_program_does(
    unit: dict[str, list[str]],
) -> None:
    (user,), (folder,) = unit["User"], unit["WorkingDirectory"]
    assert f"--home {folder} {user}" in DOCS and f"-o {user} -g {unit['Group'][0]} -m 700 {folder}" in DOCS
    assert unit["ProtectSystem"] == ["strict"] and unit["ReadWritePaths"] == [f"{folder}/var"]


def test_systemd_understands_all_of_it(tmp_path: Path) -> None:
    """With a program that is on this machine: the unit's own is where it will be installed."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze est absent : apt-get install systemd")
    said = verify(tmp_path, "")
    assert said == "", said
    assert "ProtectSytem" in verify(tmp_path, "[Service]\nProtectSytem=strict\n")


def verify(folder: Path, more: str) -> str:
    """What `systemd-analyze verify` finds in the unit, with lines more at its end."""
    text = re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT.read_text("utf-8"))
    (folder / UNIT.name).write_text(f"{text}\n{more}", "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(folder / UNIT.name)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return "\n".join(line for line in done.stderr.splitlines() if UNIT.name in line)

"""Imports go one way, and each outside engine has one door."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
ROOTS = {
    name: REPOSITORY / part / name
    for name, part in {"guide_pipeline": "pipeline", "guide_search": "search", "guide_site": "site"}.items()
}

LAYERS = (
    ("guide_pipeline.errors", "guide_pipeline.progress", "guide_pipeline.nearest"),
    ("guide_pipeline.model",),
    ("guide_pipeline.readers",),
    ("guide_pipeline.markup", "guide_pipeline.checks", "guide_pipeline.batch", "guide_pipeline.diff"),
    ("guide_pipeline.report",),
    ("guide_pipeline.editions",),
    ("guide_pipeline.review",),
    ("guide_search", "guide_site.render", "guide_site.state"),
    (
        "guide_pipeline.build",
        "guide_pipeline.proposal",
        "guide_pipeline.retained",
        "guide_pipeline.waiting",
        "guide_pipeline.ingest",
        "guide_pipeline.rates",
        "guide_pipeline.scaffold",
        "guide_pipeline.demo",
    ),
    ("guide_pipeline.compare", "guide_pipeline.publish", "guide_pipeline.watch"),
    ("guide_site.review", "guide_site.personal"),
    ("guide_site.web",),
    ("guide_pipeline.cli",),
)
"""From the ground up: a module imports from its own layer's packages or from those below."""


def modules() -> Iterator[tuple[str, Path]]:
    for package, root in ROOTS.items():
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join((package, *(p for p in parts if p != "__init__"))), path


@cache
def imports(path: Path) -> tuple[str, ...]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append(node.module)
    return tuple(found)


def layer(module: str) -> int:
    for number, names in enumerate(LAYERS):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    return -1


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_imports_go_down(module: str, path: Path) -> None:
    here = layer(module)
    if module in ROOTS:
        assert not imports(path), "a package's front imports nothing"
        return
    assert here >= 0, f"{module} has no place in the architecture: give it one in LAYERS"
    for target in imports(path):
        if target.split(".")[0] in ROOTS and target not in ROOTS:
            assert layer(target) <= here, f"{module} imports {target}, which stands above it"


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("whoosh", "guide_search"),
        ("flask", "guide_site.web"),
        ("sqlalchemy", "guide_site.state"),
        ("alembic", "guide_site.state"),
        ("webauthn", "guide_site.state.authenticator"),
        ("authlib", "guide_site.web.sso"),
        ("watchdog", "guide_pipeline.watch"),
        ("markdown_it", "guide_pipeline.readers"),
    ],
)
def test_one_door_a_library(library: str, allowed: str) -> None:
    users = {m for m, path in modules() if any(t.split(".")[0] == library for t in imports(path))}
    assert users, f"nobody imports {library}: is this rule still true?"
    assert {m for m in users if m != allowed and not m.startswith(f"{allowed}.")} == set()


def test_the_command_line_starts_light() -> None:
    """A command imports what it needs: none of the heavy libraries comes with the parser."""
    import subprocess
    import sys

    heavy = ("lxml", "jinja2", "sqlalchemy", "flask", "whoosh", "watchdog", "importlib.metadata")
    code = (
        "import sys; from guide_pipeline.cli.main import build_parser; build_parser('build');"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def test_the_state_does_without_the_orm() -> None:
    """Its tables are SQLAlchemy's Core tables: the ORM would be loaded by every command that asks who decided what."""
    import subprocess
    import sys

    code = "import sys, guide_site.state.store; print('sqlalchemy' in sys.modules, 'sqlalchemy.orm' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["True", "False"]


def test_every_file_of_tests_is_collected(pytestconfig: pytest.Config) -> None:
    """Pytest passes over folders of some names without a word: by default over one named build."""
    left_out = pytestconfig.getini("norecursedirs")
    files = [path.relative_to(REPOSITORY) for path in (REPOSITORY / "tests").rglob("test_*.py")]
    passed_over = {
        str(path)
        for path in files
        if "node_modules" not in path.parts
        and any(fnmatch(part, pattern) for part in path.parts[:-1] for pattern in left_out)
    }
    assert len(files) > 100 and passed_over == set()

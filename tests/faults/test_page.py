"""docs/faults.md promises what a test proves."""

import ast
from pathlib import Path

from tests.messages import ROOT

PAGE = ROOT / "docs" / "faults.md"
BY_A_REAL_SERVER = ("test_disks.py", "test_databases.py", "test_storage.py", "test_uploads.py")


def named() -> list[str]:
    """Return the test that each row names."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [row.rstrip(" |").rpartition("`")[0].rpartition("`")[2] for row in rows[1:]]


def names_in(path: Path) -> set[str]:
    """Return the names of the tests of a file."""
    nodes = ast.parse(path.read_text("utf-8")).body
    names = {each.name for each in nodes if isinstance(each, ast.FunctionDef)}
    return {name for name in names if name.startswith("test_")}


def test_each_row_names_a_test_that_is_there() -> None:
    rows = [each.partition("::") for each in named()]

    assert len(rows) >= 12
    assert [name for path, _, name in rows if name not in names_in(ROOT / path)] == []


def test_each_fault_of_a_real_server_has_its_row() -> None:
    folder = Path(__file__).parent
    files = [(f"tests/faults/{name}", folder / name) for name in BY_A_REAL_SERVER]
    proved = {f"{name}::{test}" for name, path in files for test in names_in(path)}

    assert proved - set(named()) == set()

"""The command diff_matrix: what it prints, and how it ends."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

HEAD = "## 1. Use\n\n| Activity | Client | Provider | Reseller |\n| --- | --- | --- | --- |\n"
OLD = HEAD + (
    "| Choose the size of the instances | RA | I | |\n"
    "| Keep the records of the hosted machines | I | RA | |\n"
    "| Dispose of paper | RA | | |\n"
)
NEW = HEAD + (
    "| Choose the size of the instances | RA | I | |\n"
    "| Keep the records of the machines hosted | RA | I | |\n"
    "| Answer the telephone | A | R | |\n"
)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return the paths of two small editions."""
    paths = tmp_path / "old.en.md", tmp_path / "new.en.md"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def diff(*arguments: object) -> str:
    """Return what the command prints."""
    out = StringIO()
    call_command("diff_matrix", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_has_the_buckets_of_the_contract(files: tuple[Path, Path]) -> None:
    printed: dict[str, Any] = json.loads(diff(*files, "--json"))

    others = {"Provider": "RA", "Reseller": ""}
    assert printed == {
        "unchanged": 1,
        "moved": [],
        "reworded": [],
        "proposed": [
            {
                "old": {
                    "section": "1. Use",
                    "line": 6,
                    "letters": "I",
                    "others": others,
                    "text": "Keep the records of the hosted machines",
                },
                "new": {
                    "section": "1. Use",
                    "line": 6,
                    "letters": "RA",
                    "others": others | {"Provider": "I"},
                    "text": "Keep the records of the machines hosted",
                },
                "score": 0.82,
            }
        ],
        "role_changed": [],
        "provider_role_changed": [],
        "added": [
            {
                "old": None,
                "new": {
                    "section": "1. Use",
                    "line": 7,
                    "letters": "A",
                    "others": others | {"Provider": "R"},
                    "text": "Answer the telephone",
                },
                "score": 0.0,
            }
        ],
        "removed": [
            {
                "old": {
                    "section": "1. Use",
                    "line": 7,
                    "letters": "RA",
                    "others": others | {"Provider": ""},
                    "text": "Dispose of paper",
                },
                "new": None,
                "score": 0.0,
            }
        ],
        "became_yours": [6],
    }


def test_text_says_the_same_to_a_reader(files: tuple[Path, Path]) -> None:
    assert diff(*files).splitlines() == [
        "unchanged: 1",
        "proposed: 1",
        "  - line 6, 1. Use: I | Provider RA, Reseller - | Keep the records of the hosted machines"
        "  0.82",
        "  + line 6, 1. Use: RA | Provider I, Reseller - | Keep the records of the machines hosted"
        "  0.82",
        "added: 1",
        "  + line 7, 1. Use: A | Provider R, Reseller - | Answer the telephone",
        "removed: 1",
        "  - line 7, 1. Use: RA | Provider -, Reseller - | Dispose of paper",
        "became yours: 1",
        "  lines 6",
    ]


def test_the_clients_column_can_be_said_for_both(files: tuple[Path, Path]) -> None:
    printed = json.loads(diff(*files, "--party", "Provider", "--json"))

    assert printed["added"][0]["new"]["letters"] == "R"
    assert printed["became_yours"] == []


@pytest.mark.parametrize("refused", [0, 1])
def test_a_refused_file_is_named_and_ends_with_status_2(
    files: tuple[Path, Path], refused: int, capsys: pytest.CaptureFixture[str]
) -> None:
    files[refused].write_text("No table here.\n")

    with pytest.raises(CommandError) as caught:
        call_command("diff_matrix", *map(str, files), "--json")

    printed = json.loads(capsys.readouterr().out)
    assert caught.value.returncode == 2
    assert set(printed) == {"refused", "where", "message", "file"}
    assert printed["file"] == str(files[refused])


def test_a_refusal_without_json_prints_nothing_but_the_error(files: tuple[Path, Path]) -> None:
    files[1].write_text("")

    with pytest.raises(CommandError, match=r"new\.en\.md is refused \(empty\)"):
        diff(*files)


def test_a_file_that_is_not_there_ends_with_status_1(files: tuple[Path, Path]) -> None:
    with pytest.raises(CommandError, match="cannot be read") as caught:
        diff(files[0], files[1].with_name("nowhere.md"))

    assert caught.value.returncode == 1


@pytest.mark.thorough
def test_it_runs_before_migrate_and_without_any_variable(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    ended = subprocess.run(  # noqa: S603
        [sys.executable, str(ROOT / "manage.py"), "diff_matrix", *map(str, files), "--json"],
        env={"PATH": os.environ["PATH"], "REMIT_DATA": str(tmp_path / "none")},
        capture_output=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout)["unchanged"] == 1
    assert not list(tmp_path.rglob("*.sqlite3"))

"""A campaign replaces its own figures and leaves all others."""

from pathlib import Path

import pytest

from tests.figures import BEGIN, END, PAGE, keep, kept

EMPTY = f"# A page\n\nBefore.\n\n{BEGIN}\n{END}\nAfter.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Make a page without figures."""
    path = tmp_path / "reliability.md"
    path.write_text(EMPTY)
    return path


def test_a_figure_is_printed_and_kept_with_its_day_and_machine(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep("make fuzz", {"mutants": "100,000"}, engine="none", page=page)

    (figure,) = kept(page)
    assert (figure.command, figure.what, figure.figure) == ("make fuzz", "mutants", "100,000")
    assert figure.date.count("-") == 2
    assert "Python 3." in figure.machine
    assert capsys.readouterr().out == "mutants: 100,000 (none)\n"


def test_a_run_replaces_its_own_figures_and_no_others(page: Path) -> None:
    keep("make chaos", {"kills": "1", "lost": "0"}, engine="SQLite 3.40.1", page=page)
    keep("make chaos", {"kills": "2"}, engine="PostgreSQL 18.0", page=page)
    keep("make tamper", {"undetected": "0"}, engine="SQLite 3.40.1", page=page)

    keep("make chaos", {"kills": "100"}, engine="SQLite 3.46.0", page=page)

    assert [(each.command, each.engine, each.what, each.figure) for each in kept(page)] == [
        ("make chaos", "PostgreSQL 18.0", "kills", "2"),
        ("make chaos", "SQLite 3.46.0", "kills", "100"),
        ("make chaos", "SQLite 3.40.1", "lost", "0"),
        ("make tamper", "SQLite 3.40.1", "undetected", "0"),
    ]


def test_a_machine_is_described_once_and_named_short_elsewhere(page: Path) -> None:
    for engine in ("SQLite 3.40.1", "PostgreSQL 18.0"):
        keep("make chaos", {"kills": "1", "lost": "0"}, engine=engine, page=page)

    text = page.read_text()
    assert text.count(" | M1 |\n") == 4
    assert text.count("Python 3.") == 1
    assert {"Python 3." in each.machine for each in kept(page)} == {True}


def test_what_stands_around_the_table_stays(page: Path) -> None:
    keep("make fuzz", {"mutants": "1"}, engine="none", page=page)

    text = page.read_text()
    assert text.startswith("# A page\n\nBefore.\n\n<!--")
    assert text.endswith("-->\nAfter.\n")


@pytest.mark.parametrize("figure", ["1 | 2", "1\n2"])
def test_a_figure_that_would_break_the_table_is_not_kept(page: Path, figure: str) -> None:
    with pytest.raises(ValueError, match="without bars"):
        keep("make fuzz", {"mutants": figure}, engine="none", page=page)

    assert page.read_text() == EMPTY


@pytest.mark.django_db
def test_the_engine_is_that_of_the_database(page: Path) -> None:
    keep("make tamper", {"undetected": "0"}, page=page)

    (figure,) = kept(page)
    assert figure.engine.split()[0] in {"SQLite", "PostgreSQL"}


def test_the_page_of_the_project_can_be_read() -> None:
    assert isinstance(kept(PAGE), list)

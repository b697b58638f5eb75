"""Papers are set in a process of their own, within bounds."""

from pathlib import Path
from threading import BoundedSemaphore

import pytest
from pytest_django.fixtures import Settings

from assessments.reports.pdf import NotSet, TooBusy, compiling
from assessments.reports.pdf.compiling import typeset
from tests.builders import NOW


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set papers with a template that each test writes into this folder."""
    for name in ("fonts", "typesetter.py"):
        (tmp_path / name).symlink_to(compiling.HERE / name)
    (tmp_path / "typst").mkdir()
    monkeypatch.setattr(compiling, "HERE", tmp_path)
    return tmp_path


def template(folder: Path, text: str) -> None:
    """Write the template."""
    head = '#set document(title: "T")\n#set text(font: "Inter", lang: "en")\n'
    (folder / "typst" / "remit.typ").write_text(head + text)


def test_the_paper_reaches_the_template_as_it_is(folder: Path) -> None:
    template(folder, "#sys.inputs.paper")

    assert typeset("été\n= x", at=NOW).startswith(b"%PDF-")


@pytest.mark.asvs("1.3.7")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param('#read("/etc/passwd")', id="absolute"),
        pytest.param('#read("../secret.txt")', id="outside"),
        pytest.param('#read("../../../../etc/passwd")', id="far-outside"),
        pytest.param('#import "@preview/cetz:0.3.4": canvas', id="package"),
        pytest.param("#sys.inputs.other", id="unknown"),
        pytest.param("中", id="no-shape"),
    ],
)
def test_a_template_reads_nothing_but_its_folder(folder: Path, text: str) -> None:
    (folder / "secret.txt").write_text("secret")
    template(folder, text)

    with pytest.raises(NotSet, match="ended with 1"):
        typeset("{}", at=NOW)


def test_the_process_knows_nothing_of_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "typesetter.py").unlink()
    (folder / "typesetter.py").write_text("import os, sys\nsys.exit(str(dict(os.environ)))")
    monkeypatch.setenv("SECRET_KEY", "canary")

    with pytest.raises(NotSet) as refused:
        typeset("{}", at=NOW)

    assert "canary" not in str(refused.value)


@pytest.mark.asvs("15.2.2")
def test_one_that_takes_too_long_is_ended(folder: Path, settings: Settings) -> None:
    (folder / "typesetter.py").unlink()
    (folder / "typesetter.py").write_text("import time\ntime.sleep(60)")
    settings.PDF_SECONDS = 0.2

    with pytest.raises(NotSet, match="within"):
        typeset("{}", at=NOW)


@pytest.mark.thorough
def test_one_that_computes_too_long_is_ended(folder: Path, settings: Settings) -> None:
    template(folder, "#for i in range(9999) { for j in range(9999) { for k in range(9999) {} } }")
    settings.PDF_SECONDS = 1

    with pytest.raises(NotSet, match=r"ended with -|within"):
        typeset("{}", at=NOW)


@pytest.mark.asvs("15.2.2")
def test_one_that_takes_too_much_memory_is_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(folder, "#sys.inputs.paper")
    monkeypatch.setattr(compiling, "MEMORY", 60_000_000)

    with pytest.raises(NotSet, match="ended with"):
        typeset("{}", at=NOW)


@pytest.mark.asvs("15.2.2")
def test_no_more_than_some_are_set_at_once(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(compiling, "_AT_ONCE", full)
    settings.PDF_SECONDS = 0

    with pytest.raises(TooBusy):
        typeset("{}", at=NOW)

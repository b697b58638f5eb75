"""An audit that could not ask is never one that passed."""

import sys
from pathlib import Path

import pytest

from tests.auditing import KNOWN_WEAKNESSES, NOT_AUDITED, audit

CLEAN = '{"dependencies": [{"name": "django", "version": "5.2", "vulns": []}]}'
WEAK = """{"dependencies": [{"name": "django", "version": "5.2", "vulns": [
    {"id": "CVE-2026-0001", "fix_versions": ["5.2.1"]}, {"id": "CVE-2026-0002"}]}]}"""
SKIPPED = '{"dependencies": [{"name": "django", "skip_reason": "not found"}]}'


@pytest.mark.asvs("15.2.1")
@pytest.mark.parametrize(
    ("answer", "end", "said"),
    [
        pytest.param(CLEAN, 0, "no weakness is known of 1 libraries", id="clean"),
        pytest.param(WEAK, KNOWN_WEAKNESSES, "CVE-2026-0001, mended in 5.2.1", id="weak"),
        pytest.param(SKIPPED, NOT_AUDITED, "1 of 1 skipped, of django: not found", id="skipped"),
        pytest.param('{"dependencies": []}', NOT_AUDITED, "could not be audited", id="empty"),
        pytest.param("a list that is away", NOT_AUDITED, "could not be audited", id="away"),
    ],
)
def test_it_ends_as_it_was_answered(
    capsys: pytest.CaptureFixture[str], answer: str, end: int, said: str
) -> None:
    tool = [sys.executable, "-c", f"print({answer!r})"]

    ended = audit(["requirements.txt"], tool=tool)

    assert ended == end
    assert said in capsys.readouterr().out


def test_a_tool_that_hangs_or_is_not_there_has_audited_nothing(tmp_path: Path) -> None:
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]

    ends = [
        audit(["requirements.txt"], tool=slow, seconds=0.2),
        audit(["requirements.txt"], tool=[str(tmp_path / "none")]),
    ]

    assert ends == [NOT_AUDITED, NOT_AUDITED]


def test_one_lock_that_could_not_be_audited_counts_for_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Answers for requirements.txt alone.
    script = f"import sys; print({CLEAN!r} if sys.argv[-1].endswith('requirements.txt') else '')"

    ended = audit(["requirements.txt", "requirements-s3.txt"], tool=[sys.executable, "-c", script])

    assert ended == NOT_AUDITED
    assert "no weakness" in capsys.readouterr().out

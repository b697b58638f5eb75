"""Try the mutants of one subject in this process: `python -m tests.mutation.trying NAME FILE`."""

from tests import environment  # noqa: F401 # isort: skip  # before anything reads settings

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.operators import Mutant
from tests.mutation.running import Campaign
from tests.mutation.subjects import subject


def tried(
    name: str, *, seconds: float, most: int, path: str = "", tests: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what became of the mutants of a subject, as JSON, telling survivors as they appear.

    Of `most` mutants, 0 for all, of one source only if `path` names it, and with other `tests`
    looking than those of the subject if any are given.
    """
    asked = subject(name)
    mutants = [each for each in asked.mutants() if path in {"", each.path}]
    said = os.fdopen(os.dup(2), "w", buffering=1)
    campaign = Campaign(
        mutants[: most or None], seconds=seconds, say=lambda text: print(text, file=said)
    )
    ended = pytest.main(["-q", "-p", "no:xdist", *(tests or asked.tests)], plugins=[campaign])
    if ended not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        raise SystemExit(int(ended))
    outcome = campaign.outcome
    return {
        "killed": _told(outcome.killed),
        "survived": _told(outcome.survived),
        "left": _told(outcome.left),
        "not_applicable": _told(outcome.not_applicable),
        "broken": campaign.broken,
    }


def _told(mutants: Sequence[Mutant]) -> list[tuple[str, int, str]]:
    return [(each.path, each.line, each.name) for each in mutants]


def main() -> None:
    """Do as the arguments say, and write the outcome into a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("into", type=Path)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--path", default="")
    parser.add_argument("--test", action="append", default=[])
    asked = parser.parse_args()
    outcome = tried(
        asked.name,
        seconds=asked.seconds,
        most=asked.most,
        path=asked.path,
        tests=asked.test,
    )
    asked.into.write_text(json.dumps(outcome))


if __name__ == "__main__":
    main()

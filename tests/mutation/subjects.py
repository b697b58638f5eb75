"""What is mutated, and which tests look: the rules that SECURITY.md wants at 90 %."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

from tests.mutation.operators import Mutant, mutants_of

REVIEWED: Final = Path(__file__).with_name("equivalent.txt")
_MODELS: Final = ("*QuerySet.*",)


def _methods(*names: str) -> tuple[str, ...]:
    return tuple(f"*QuerySet.{name}" for name in names)


@dataclass(frozen=True, slots=True)
class Subject:
    """Modules that one promise stands on, by path with the scopes mutated, () for all of them.

    `tests` are files and folders of tests. Only those look, so that a run takes minutes.
    """

    name: str
    sources: Mapping[str, tuple[str, ...]]
    tests: tuple[str, ...]

    def mutants(self) -> list[Mutant]:
        """Return those that are not equivalent, in an order as good as random, always the same.

        A run that ends early has tried a fair sample.
        """
        equivalent = reviewed()
        found = [
            mutant
            for path, scopes in self.sources.items()
            for mutant in mutants_of(path, Path(path).read_text(), scopes)
            if mutant.name not in equivalent
        ]
        return sorted(found, key=lambda mutant: crc32(f"{mutant.name}{mutant.line}".encode()))


SUBJECTS: Final = (
    Subject(
        name="rights",
        sources={
            "accounts/http.py": (),
            "accounts/rights.py": (),
            "accounts/selectors/rights.py": (),
        },
        tests=(
            "tests/accounts/test_rights.py", "tests/accounts/test_http.py",
            "tests/accounts/test_confirming.py",
            "tests/accounts/test_scopes.py",
        ),
    ),
    Subject(
        name="scoping",
        sources={
            "accounts/models/invitations.py": _MODELS,
            "accounts/models/members.py": _MODELS,
            "accounts/models/organisations.py": _MODELS,
            "accounts/models/sessions.py": _MODELS,
            "accounts/models/teams.py": _MODELS,
            "assessments/models/answers.py": _methods(
                "visible_to", "of_assessment", "in_play", "all_of", "archived_of", "owned_by",
                "writable_by",
            ),
            "assessments/models/assessment.py": _MODELS,
            "assessments/models/comments.py": _MODELS,
            "assessments/models/exports.py": _MODELS,
            "assessments/models/handing.py": _methods("of_member", "offered_to"),
            "assessments/models/intakes.py": _MODELS,
            "assessments/models/links.py": _MODELS,
            "assessments/models/made.py": _MODELS,
            "assessments/models/opinions.py": _MODELS,
            "assessments/models/proof.py": (*_MODELS, "evidence_shown_to"),
            "assessments/models/sharing.py": (*_MODELS, "shown_to"),
            "assessments/models/sign_offs.py": _MODELS,
            "assessments/selectors/links/finding.py": (),
            "assessments/selectors/links/listing.py": ("_titles",),
            "assessments/selectors/links/reading.py": (),
            "assessments/selectors/sharing.py": (),
            "evidence/models/evidence.py": _MODELS,
            "jobs/models.py": _methods("of_organisation"),
            "matrix/models/controls.py": _MODELS,
            "matrix/models/importing.py": _MODELS,
            "matrix/models/library.py": _MODELS,
            "matrix/models/options.py": _MODELS,
            "matrix/models/printed.py": _MODELS,
        },
        tests=(
            "tests/accounts/test_scopes.py", "tests/assessments/test_scopes.py",
            "tests/assessments/test_scopes_rows.py",
            "tests/assessments/handing/test_scopes.py", "tests/assessments/links/test_scopes.py",
            "tests/evidence/test_models.py", "tests/evidence/test_scopes.py",
            "tests/jobs/test_scopes.py",
            "tests/matrix/test_scopes.py",
        ),
    ),
    Subject(
        name="audit",
        sources={
            "audit/context.py": (),
            "audit/models.py": (),
            "audit/sealing.py": (),
            "audit/selectors.py": (),
            "audit/services.py": (),
            "audit/triggers.py": (),
        },
        tests=(
            "tests/audit/test_chain.py", "tests/audit/test_noted_heads.py",
            "tests/audit/test_reading.py", "tests/audit/test_services.py",
            "tests/audit/test_triggers.py",
        ),
    ),
    Subject(
        name="guards",
        sources={
            "backups/manifest.py": (),
            "database/transactions.py": (),
            "evidence/guard.py": (),
            "evidence/http.py": (),
            "matrix/readers/workbooks/archive.py": (),
            "matrix/readers/workbooks/guard.py": (),
            "matrix/readers/workbooks/scanning.py": (),
        },
        tests=(
            "tests/backups/test_manifest.py",
            "tests/database/test_transactions.py", "tests/evidence/test_guard.py",
            "tests/evidence/test_http.py", "tests/evidence/test_receiving.py",
            "tests/matrix/readers/workbooks",
        ),
    ),
)  # fmt: skip


def reviewed() -> dict[str, str]:
    """Return the equivalent mutants by name, each with why no test can notice it."""
    found: dict[str, str] = {}
    name = ""
    for line in REVIEWED.read_text().splitlines():
        if line.startswith("    "):
            found[name] = f"{found[name]} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            name = line
            found[name] = ""
    return found


def subject(name: str) -> Subject:
    """Return a subject by its name. Raises `KeyError`."""
    return {each.name: each for each in SUBJECTS}[name]

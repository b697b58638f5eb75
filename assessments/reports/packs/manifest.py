"""The manifest of a pack: a line for each file, for programs, the same in every language.

CSV (RFC 4180) in UTF-8, with codes, days and moments as ISO 8601 says them. A cell that a
spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV Injection").
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from io import StringIO
from typing import Final

from assessments.reports.packs.parts import Part
from assessments.reports.texts import single_line
from assessments.selectors.packs import PackedProof

COLUMNS: Final = (
    "path",
    "sha256",
    "size",
    "number",
    "title",
    "kind",
    "type",
    "file_name",
    "period_from",
    "period_to",
    "collected_by",
    "collected_at",
    "valid_until",
    "confidentiality",
    "duties",
)
_FORMULA_SIGNS: Final = ("=", "+", "-", "@")


def manifest(parts: Iterable[tuple[Part, PackedProof | None]]) -> bytes:
    """Return the manifest of `parts`, each with the proof it holds, None for what holds none."""
    lines = StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for part, proof in parts:
        about = _about(proof) if proof else ()
        row = [part.path, part.sha256, str(part.size), *about]
        writer.writerow([_safe(cell) for cell in [*row, *[""] * (len(COLUMNS) - len(row))]])
    return lines.getvalue().encode()


def _about(proof: PackedProof) -> Sequence[str]:
    evidence = proof.evidence
    return (
        proof.name,
        evidence.title,
        evidence.kind,
        evidence.evidence_type,
        evidence.filename,
        _day(evidence.period_from),
        _day(evidence.period_to),
        proof.line.collected_by,
        evidence.collected_at.astimezone(UTC).isoformat(timespec="seconds"),
        _day(evidence.valid_until),
        evidence.confidentiality,
        "; ".join(duties_of(proof)),
    )


def duties_of(proof: PackedProof) -> list[str]:
    """Return the duties it proves: "2.3 Install the operating system"."""
    numbers = (row.section.number if row.section else "" for row in proof.rows)
    texts = (row.activity.text for row in proof.rows)
    return [single_line(f"{number} {text}") for number, text in zip(numbers, texts, strict=True)]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _safe(cell: str) -> str:
    line = single_line(cell)
    return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line

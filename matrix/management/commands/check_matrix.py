"""Read a published matrix and print what was read; nothing is written."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrix.accountability import accountability_findings, rows_of
from matrix.readers import MAX_BYTES, Choice, MatrixRefused, ReadMatrix, read_matrix
from matrix.readers.summary import reading_summary, refusal_summary, row_summaries

REFUSED = 2


class Command(BaseCommand):
    """Figures and findings of a matrix file, without database or settings of any kind.

    A refused file ends with exit status 2, and with `--json` prints the refusal; a file that
    cannot be opened ends with status 1.
    """

    help = "Read a published responsibility matrix and print its figures and findings."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of CONTRACTS.md, "Commands"."""
        parser.add_argument("file", type=Path, help="the page to read")
        parser.add_argument("--sheet", help="the sheet of a workbook, when another is meant")
        parser.add_argument("--party", help="the client's column, when its name does not tell")
        parser.add_argument("--product", help="read only the rows marked for this product")
        parser.add_argument("--rows", action="store_true", help="print each row as well")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, then print JSON or text."""
        path: Path = options["file"]
        try:
            choice = Choice(path.name, options["party"], options["product"], options["sheet"])
            matrix = read_matrix(_content(path), choice)
        except MatrixRefused as refusal:
            if options["json"]:
                self.stdout.write(json.dumps(refusal_summary(refusal), ensure_ascii=False))
            message = f"{path} is refused ({refusal.code}): {refusal}"
            raise CommandError(message, returncode=REFUSED) from refusal
        summary = _summary(matrix, with_rows=options["rows"])
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_text_lines(summary)))


def _content(path: Path) -> bytes:
    """Return the file, or one byte more than is ever read of a larger one."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise CommandError(message) from error


def _summary(matrix: ReadMatrix, *, with_rows: bool) -> dict[str, Any]:
    questions = accountability_findings(rows_of(matrix), matrix.client_party)
    summary = reading_summary(matrix, [*matrix.findings, *questions])
    return {**summary, "rows": row_summaries(matrix)} if with_rows else summary


def _text_lines(summary: dict[str, Any]) -> list[str]:
    findings = summary["findings"]
    lines = [
        f"{summary['activities']} activities, {summary['duties']} duties of"
        f" {summary['client_party']}, {summary['sections']} sections"
        f" ({summary['sections_with_rows']} with rows)",
        f"Read as: {summary['family']}, from {_source(summary)}",
        f"Language: {summary['language'] or 'unknown'}",
        f"Published on: {summary['published_on'] or 'unknown'}"
        f" (printed: {', '.join(summary['dates']) or 'no date'})",
        f"Parties: {', '.join(summary['parties'])}",
        f"Cells of {summary['client_party']}: {_counts(summary['client_cells'])}",
        f"{len(findings)} findings" + (":" if findings else ""),
    ]
    for found in findings:
        place = _place(found)
        lines.append(f"  {found['severity']} {found['code']}, {place}: {found['message']}")
    for row in summary.get("rows", ()):
        others = ", ".join(f"{party} {held or '-'}" for party, held in row["others"].items())
        lines.append(f"{row['line']}: {row['client'] or '-'} | {others} | {row['text']}")
    return lines


def _source(summary: dict[str, Any]) -> str:
    sheet = summary["sheet"]
    return f"{summary['format']}, sheet {sheet}" if sheet else str(summary["format"])


def _place(found: dict[str, Any]) -> str:
    if not found["line"]:
        return "page"
    return f"{found['sheet']}, row {found['line']}" if found["sheet"] else f"line {found['line']}"


def _counts(cells: dict[str, int]) -> str:
    return ", ".join(f"{letters or 'empty'} {count}" for letters, count in cells.items())

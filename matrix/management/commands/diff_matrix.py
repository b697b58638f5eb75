"""Compare two editions of a published matrix and print what changed; nothing is written."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrix.comparing import ComparedRow, compare, compared_rows
from matrix.comparing.summary import comparison_summary
from matrix.readers import MAX_BYTES, Choice, MatrixRefused, read_matrix
from matrix.readers.summary import refusal_summary

REFUSED = 2


class Command(BaseCommand):
    """What became of each activity, without database or settings of any kind.

    A refused file ends with exit status 2, and with `--json` prints the refusal and which file
    it is about; a file that cannot be opened ends with status 1.
    """

    help = "Compare two editions of a responsibility matrix and print what changed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of CONTRACTS.md, "Commands"."""
        parser.add_argument("old", type=Path, help="the earlier edition")
        parser.add_argument("new", type=Path, help="the later edition")
        parser.add_argument("--sheet", help="the sheet to read, of both workbooks")
        parser.add_argument("--party", help="the client's column, in both files")
        parser.add_argument("--product", help="read only the rows marked for this product")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read both, compare, then print JSON or text."""
        sides = [self._rows(options[name], options) for name in ("old", "new")]
        summary = comparison_summary(compare(*sides))
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_text_lines(summary)))

    def _rows(self, path: Path, options: dict[str, Any]) -> tuple[ComparedRow, ...]:
        choice = Choice(
            path.name, options["party"], product=options["product"], sheet=options["sheet"]
        )
        try:
            return compared_rows(read_matrix(_content(path), choice))
        except MatrixRefused as refusal:
            if options["json"]:
                printed = {**refusal_summary(refusal), "file": str(path)}
                self.stdout.write(json.dumps(printed, ensure_ascii=False))
            message = f"{path} is refused ({refusal.code}): {refusal}"
            raise CommandError(message, returncode=REFUSED) from refusal


def _content(path: Path) -> bytes:
    """Return the file, or one byte more than is ever read of a larger one."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise CommandError(message) from error


def _text_lines(summary: dict[str, Any]) -> list[str]:
    lines = [f"unchanged: {summary['unchanged']}"]
    for bucket, entries in summary.items():
        if not isinstance(entries, list) or not entries:
            continue
        lines.append(f"{bucket.replace('_', ' ')}: {len(entries)}")
        if bucket == "became_yours":
            lines.append(f"  lines {', '.join(map(str, entries))}")
        else:
            lines += [line for entry in entries for line in _entry_lines(entry)]
    return lines


def _entry_lines(entry: dict[str, Any]) -> list[str]:
    sides = [("-", entry["old"]), ("+", entry["new"])]
    score = f"  {entry['score']:.2f}" if all(row for _sign, row in sides) else ""
    return [
        f"  {sign} line {row['line']}, {row['section']}: {_letters(row)} | {row['text']}{score}"
        for sign, row in sides
        if row
    ]


def _letters(row: dict[str, Any]) -> str:
    others = ", ".join(f"{party} {held or '-'}" for party, held in row["others"].items())
    return f"{row['letters'] or '-'} | {others}"

"""`manage.py verify_export FILE [--json]`: is a file the one that was exported?"""

import json
import sys
from argparse import ArgumentParser
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.management.refusals import refused
from assessments.models import Export
from assessments.selectors.verifying.checking import (
    LONGEST_BYTES,
    streaming_limits,
    verify_workbook,
)
from assessments.selectors.verifying.files import is_compared_whole, verify_digest
from assessments.selectors.verifying.results import Difference, Standing, Verified
from matrix.readers import MatrixRefused

UNKNOWN = "unknown-export"
MOST_LISTED = 100_000


class Command(BaseCommand):
    """Which cells of a workbook differ from what any organisation exported; a PDF as a whole.

    Exit status 0 when none does and the record of it holds, 1 when it is different or cannot be
    proven, 2 for a file that cannot be read or that was not made here (CONTRACTS.md, "Commands").
    """

    help = "Compare a workbook cell by cell with what was exported, a PDF as a whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of CONTRACTS.md, "Commands"."""
        parser.add_argument("file", type=Path, help="the workbook, PDF or OSCAL document")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compare, then print JSON or text."""
        path: Path = options["file"]
        try:
            verified = _verified(path)
        except MatrixRefused as refusal:
            raise refused(self, options, refusal.code, refusal.where, refusal.message) from refusal
        if verified is None:
            message = "This installation did not make this file."
            raise refused(self, options, UNKNOWN, "_meta", message)
        if options["json"]:
            summary = _summary(verified)
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(verified)))
        if not verified.holds:
            sys.exit(1)


def _verified(path: Path) -> Verified | None:
    """Compare a workbook cell by cell, with one byte more than is ever read of a larger one."""
    exports = Export.objects.all()
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_BYTES + 1)
            if is_compared_whole(content):
                file.seek(0)
                return verify_digest(file_digest(file, "sha256").hexdigest(), exports=exports)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise CommandError(message) from error
    limits = streaming_limits()
    return verify_workbook(content, exports=exports, at_most=MOST_LISTED, limits=limits)


def _summary(verified: Verified) -> dict[str, Any]:
    export, compared = verified.export, verified.compared
    return {
        "same": verified.standing == Standing.SAME,
        "standing": verified.standing.value,
        "compared_with": verified.ground.value,
        "export": str(export.key),
        "organisation": export.organisation.slug,
        "assessment": export.assessment_id,
        "made_at": verified.made_at.isoformat(),
        "made_by": verified.made_by,
        "language": verified.language,
        "filter": verified.filter,
        "count": compared.count,
        "added_sheets": compared.added_sheets,
        "removed_sheets": compared.removed_sheets,
        "differences": [_difference(each) for each in compared.differences],
    }


def _difference(found: Difference) -> dict[str, str | None]:
    return {
        "sheet": found.sheet,
        "cell": found.address,
        "as_exported": found.exported.shown if found.exported else None,
        "in_file": found.in_file.shown if found.in_file else None,
    }


def _lines(verified: Verified) -> list[str]:
    compared = verified.compared
    lines = [
        f"Export {verified.export.key} of {verified.made_at.isoformat()}"
        f" by {verified.made_by or 'the installation itself'}: {verified.standing},"
        f" compared with: {verified.ground}.",
        *(f"Sheet added: {sheet}" for sheet in compared.added_sheets),
        *(f"Sheet removed: {sheet}" for sheet in compared.removed_sheets),
    ]
    for each in compared.differences:
        then, now = each.sides
        lines.append(f"{each.sheet}!{each.address}: {then.text!r} -> {now.text!r}")
    return lines

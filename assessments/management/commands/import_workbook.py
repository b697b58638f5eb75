"""`manage.py import_workbook ID FILE [--as EMAIL] [--dry-run]`: a working copy comes back."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from accounts.models import Membership
from accounts.rights import Role
from assessments.management.refusals import refused
from assessments.models import Assessment, Intake
from assessments.selectors.intakes import (
    Merge,
    NotAWorkingCopy,
    NotReturned,
    OfAnotherAssessment,
    Returned,
    UnknownExport,
    UnprovenExport,
    decisions,
    merged,
    returned_workbook,
)
from assessments.selectors.intakes.results import SIDES, CellState
from assessments.services.answering import AssessmentClosed
from assessments.services.intakes import Source, check_open, import_said
from assessments.words.intakes import merge_words
from matrix.readers import MatrixRefused

UNDECIDED = 1
CLOSED = "closed"
_REFUSALS: dict[type[NotReturned], tuple[str, str]] = {
    NotAWorkingCopy: ("not-a-working-copy", "No sheet has the keys of rows of this assessment."),
    UnknownExport: ("unknown-export", "This installation did not make this file for it."),
    OfAnotherAssessment: ("another-assessment", "It is the workbook of another assessment."),
    UnprovenExport: ("unproven-export", "What was exported cannot be proven any more."),
}


class Command(BaseCommand):
    """What a working copy changes, and with `--as` and without `--dry-run` the change itself.

    Exit status 0 when it is applied, or could be, or changes nothing; 1 when conflicts are to be
    decided (`--take`), and nothing is written; 2 for a file that is refused (CONTRACTS.md,
    "Commands").
    """

    help = (
        "Take over what a returned workbook says. Exit status: 0 applied, applicable or nothing"
        " to change; 1 conflicts to decide, nothing written; 2 refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of CONTRACTS.md, "Commands"."""
        parser.add_argument("assessment", type=int, help="the number in its address")
        parser.add_argument("file", type=Path, help="the workbook")
        parser.add_argument("--as", dest="email", default="", help="the member who changes rows")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--take", choices=SIDES, default="", help="decides every conflict")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, merge, apply unless told not to, then print JSON or text. In English."""
        if not (options["email"] or options["dry_run"]):
            message = "Say whose changes they are with --as, or --dry-run."
            raise CommandError(message)
        assessment = _assessment(options["assessment"])
        by = _member(assessment, options["email"])
        self._check_open(options, assessment, by)
        with translation.override("en"):
            returned = self._returned(options, assessment, by)
            merge = _merge(assessment, returned, options["take"], by)
            is_applied = merge.is_ready and not options["dry_run"]
            if is_applied:
                self._apply(options, assessment, returned, by)
            self._print(options, merge, returned, is_applied=is_applied)
        if merge.undecided:
            sys.exit(UNDECIDED)

    def _check_open(self, options: dict[str, Any], assessment: Assessment, by: Membership) -> None:
        try:
            check_open(assessment, by)
        except AssessmentClosed as closed:
            message = "The assessment is signed or closed."
            raise refused(self, options, CLOSED, "", message) from closed

    def _returned(
        self, options: dict[str, Any], assessment: Assessment, by: Membership
    ) -> Returned:
        try:
            return returned_workbook(_content(options["file"]), assessment=assessment, reader=by)
        except MatrixRefused as refusal:
            raise refused(self, options, refusal.code, refusal.where, refusal.message) from refusal
        except NotReturned as refusal:
            code, message = _REFUSALS[type(refusal)]
            raise refused(self, options, code, "_meta", message) from refusal

    def _apply(
        self,
        options: dict[str, Any],
        assessment: Assessment,
        returned: Returned,
        by: Membership,
    ) -> None:
        source = Source(returned.kind, options["file"].name, returned.language, returned.export)
        import_said(
            assessment=assessment,
            said=returned.said,
            source=source,
            take=options["take"],
            by=by,
            at=timezone.now(),
        )

    def _print(
        self, options: dict[str, Any], merge: Merge, returned: Returned, *, is_applied: bool
    ) -> None:
        if options["json"]:
            summary = _summary(merge, returned, is_applied=is_applied)
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(_lines(merge, is_applied=is_applied)))


def _assessment(number: int) -> Assessment:
    found = Assessment.objects.select_related("organisation").filter(pk=number).first()
    if found is None:
        message = f"There is no assessment {number}."
        raise CommandError(message)
    return found


def _member(assessment: Assessment, email: str) -> Membership:
    """Return who changes the rows; for a dry run that names nobody, an administrator."""
    members = Membership.objects.current().of_organisation(assessment.organisation)
    found = (
        members.filter(user__email__iexact=email)
        if email
        else members.filter(role=Role.ADMINISTRATOR)
    )
    member = found.select_related("user", "organisation").order_by("pk").first()
    if member is None:
        whom = email or "An administrator"
        message = f"{whom} is no member of {assessment.organisation}."
        raise CommandError(message)
    return member


def _content(path: Path) -> bytes:
    """Return the file, or one byte more than is ever read of a larger one."""
    try:
        with path.open("rb") as file:
            return file.read(settings.MATRIX_MAX_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise CommandError(message) from error


def _merge(assessment: Assessment, returned: Returned, take: str, by: Membership) -> Merge:
    """Merge without keeping anything: a draft that no table has."""
    now = timezone.now()
    draft = Intake(assessment=assessment, export=returned.export, said=returned.said.as_json())
    draft.choices = decisions(draft, take, reader=by, at=now) if take else {}
    return merged(draft, reader=by, on=timezone.localdate(now))


def _summary(merge: Merge, returned: Returned, *, is_applied: bool) -> dict[str, Any]:
    return {
        "export": str(returned.export.key) if returned.export else None,
        "applied": is_applied,
        "rows_in_file": len(merge.rows),
        "rows_in_assessment": merge.in_play,
        "rows_changed": len(merge.written),
        "rows_unchanged": len(merge.unchanged),
        "undecided": merge.undecided,
        "cells": {state.value: number for state, number in merge.totals.items()},
        "changes": list(_changes(merge)),
        "notices": [
            {"code": each.code.value, "place": each.place, "message": each.words}
            for each in merge.notices
        ],
    }


def _changes(merge: Merge) -> Iterator[dict[str, Any]]:
    for row in merge.rows:
        for cell in row.cells:
            if cell.state != CellState.SAME:
                yield {
                    "key": str(row.key),
                    "place": cell.place,
                    "field": cell.field.value,
                    "state": cell.state.value,
                    "choice": cell.choice,
                    "base": cell.base,
                    "ours": cell.ours,
                    "theirs": cell.theirs,
                    "why": cell.why,
                }


def _lines(merge: Merge, *, is_applied: bool) -> list[str]:
    said = merge_words(
        change=len(merge.written),
        decide=merge.undecided,
        reject=merge.rejected,
        unchanged=len(merge.unchanged),
        rows=len(merge.rows),
    )
    return [
        f"{said}. {'Applied.' if is_applied else 'Nothing is written.'}",
        *(
            f"{each['place']} {each['field']}: {each['state']}, {each['ours']!r} here,"
            f" {each['theirs']!r} in the file. {each['why']}".rstrip()
            for each in _changes(merge)
        ),
        *(f"{each.place}: {each.words}" for each in merge.notices),
    ]

"""What is odd about an edition: stored when it was read, and computed from its letters."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from matrix.accountability import RowLetters, accountability_findings
from matrix.models import Assignment, Edition, Finding, Party
from matrix.readers import DUTY_LETTERS
from matrix.words import finding_name, finding_sentence

_WEIGHT = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the reader's language. `line` is None when it is about the whole page.

    `is_about_letters` tells the computed ones, which concern who answers for a row. `cell` and
    `values` are the printed pieces it is about, `sheet` that of a workbook.
    """

    code: str
    severity: str
    line: int | None
    name: str
    sentence: str
    is_about_letters: bool
    cell: str = ""
    values: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def severity_name(self) -> str:
        """Return the severity in the reader's language."""
        return str(Finding.Severity(self.severity).label)


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """The figures of one edition: activities, duties of its default client, findings."""

    activities: int
    duties: int
    findings: tuple[FindingRow, ...]


def figures_of(editions: Iterable[Edition]) -> dict[int, EditionFigures]:
    """Return the figures of many editions by id. Three queries whatever their number.

    Findings come errors first, then by line.
    """
    ids = [edition.pk for edition in editions]
    clients = dict(
        Party.objects.filter(edition__in=ids, is_client=True).values_list("edition_id", "name")
    )
    stored = _by_edition(Finding.objects.filter(edition__in=ids))
    rows = _letters_by_edition(ids, stored)
    return {pk: _figures(rows[pk], clients[pk], stored[pk]) for pk in ids}


def _figures(rows: list[RowLetters], client: str, stored: list[FindingRow]) -> EditionFigures:
    computed = [
        FindingRow(
            code=found.code,
            severity=found.severity,
            line=found.line,
            name=finding_name(found.code),
            sentence=finding_sentence(found.code, cell=found.cell, values=found.values),
            is_about_letters=True,
            cell=found.cell,
            values=found.values,
        )
        for found in accountability_findings(rows, client)
    ]
    findings = sorted(
        [*stored, *computed], key=lambda found: (_WEIGHT[found.severity], found.line or 0)
    )
    duties = sum(not DUTY_LETTERS.isdisjoint(dict(row.letters)[client]) for row in rows)
    return EditionFigures(len(rows), duties, tuple(findings))


def _by_edition(findings: QuerySet[Finding]) -> dict[int, list[FindingRow]]:
    stored: dict[int, list[FindingRow]] = defaultdict(list)
    for found in findings.order_by("edition", "position"):
        row = FindingRow(
            code=found.code,
            severity=found.severity,
            line=found.line,
            name=finding_name(found.code),
            sentence=finding_sentence(found.code, cell=found.cell, values=found.values),
            is_about_letters=False,
            cell=found.cell,
            values=tuple(found.values),
            sheet=found.sheet,
        )
        stored[found.edition_id].append(row)
    return stored


def _letters_by_edition(
    ids: list[int], stored: dict[int, list[FindingRow]]
) -> dict[int, list[RowLetters]]:
    cells = Assignment.objects.filter(activity__edition__in=ids).order_by(
        "activity__edition", "activity__position", "party__position"
    )
    letters: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    derived: set[int] = set()
    lines: dict[int, int] = {}
    for edition, activity, line, party, held, is_derived in cells.values_list(
        "activity__edition_id",
        "activity_id",
        "activity__line",
        "party__name",
        "letters",
        "is_derived",
    ):
        letters[edition, activity].append((party, held))
        lines[activity] = line
        if is_derived:
            derived.add(activity)
    short = {
        (edition, found.line)
        for edition, findings in stored.items()
        for found in findings
        if found.code == "row-short"
    }
    rows: dict[int, list[RowLetters]] = defaultdict(list)
    for (edition, activity), held_by in letters.items():
        line = lines[activity]
        is_short, is_derived = (edition, line) in short, activity in derived
        rows[edition].append(RowLetters(line, tuple(held_by), is_short, is_derived))
    return rows

"""What a reader hands out: a page as printed, and what was odd about it. All frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

Severity = Literal["error", "warning", "info"]
DateOrigin = Literal["front-matter", "body"]

DUTY_LETTERS: Final = frozenset("RA")

# error: something printed could not be given a place, a person must look.
# warning: the page was read, and the reading may not be what its author meant.
# info: the page is untidy; the reading does not depend on it.
SEVERITIES: Final[Mapping[str, Severity]] = MappingProxyType(
    {
        "roles-missing": "warning",
        "row-short": "warning",
        "row-long": "error",
        "cell-unknown": "error",
        "cell-marked": "info",
        "table-continued": "info",
        "heading-level": "info",
        "number-repeated": "info",
        "number-skipped": "info",
        "section-empty": "info",
        "dates-disagree": "warning",
        "date-odd": "warning",
        "date-missing": "info",
        "front-matter-odd": "info",
        "not-a-matrix-table": "warning",
        "letters-derived": "info",
        "no-responsible": "warning",
        "no-accountable": "warning",
        "several-accountable": "warning",
        "several-responsible": "info",
        "accountable-only": "info",
        "nobody": "warning",
        "shifted-suspect": "warning",
    }
)


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """One oddity of the page, with a code of the closed list (CONTRACTS.md, "Findings").

    `line` is 1-based, None when it concerns the whole page; `cell` is the name of the
    column or party, "" when none; `values` are the printed pieces the sentence is about.
    """

    code: str
    severity: Severity
    line: int | None
    cell: str
    values: tuple[str, ...]
    message: str
    sheet: str = ""


def finding(
    code: str,
    line: int | None,
    message: str,
    *,
    cell: str = "",
    values: tuple[str, ...] = (),
) -> ReadFinding:
    """Make a finding with the severity of its code; an unknown code is a KeyError."""
    return ReadFinding(code, SEVERITIES[code], line, cell, values, message)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What one party has in one row: letters in the order RACIS, and the cell as printed."""

    party: str
    letters: str
    verbatim: str
    derived: bool = False


@dataclass(frozen=True, slots=True)
class ReadActivity:
    """One row: its plain text, the printed one, and one cell per party in column order.

    `position` counts the rows read from 1, `section` is an index in `ReadMatrix.sections`.
    `note` holds comment columns, marks with the footnotes they point to, and products.
    """

    position: int
    section: int
    text: str
    verbatim: str
    note: str
    line: int
    cells: tuple[ReadCell, ...]


@dataclass(frozen=True, slots=True)
class ReadSection:
    """One heading with rows, or with a number. `parent` is an index in the same tuple."""

    number: str
    title: str
    verbatim: str
    depth: int
    parent: int | None
    line: int
    note: str


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as printed; `value` is None when it cannot be told for certain."""

    verbatim: str
    value: date | None
    where: DateOrigin
    line: int


@dataclass(frozen=True, slots=True)
class ReadLegend:
    """What the page itself says a letter means."""

    letter: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as it was understood: `kind` is "activity", "party", "applicability", "note", …"""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReadLayout:
    """How the file was understood, to be shown and overruled before publishing.

    `format` is "markdown", "html", "csv", "tsv", "text" or "xlsx"; `family` is "raci",
    "caiq", "fedramp-crm", "fedramp-cis", "azure-baseline", "pci", "c5" or "list". `sheets` and
    `products` are what can be chosen, `sheet` and `product` what was ("" for none);
    `header_row` is the line or row of the first table's column names, None without names.
    """

    format: str = "markdown"
    family: str = "raci"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    columns: tuple[ReadColumn, ...] = ()
    product: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadMatrix:
    """A whole page. `sha256` is of the bytes given; `findings` are in the order of lines.

    Two readings are equal when they say the same, however the file was laid out.
    """

    title: str
    language: str
    published_on: date | None
    dates: tuple[ReadDate, ...]
    legend: tuple[ReadLegend, ...]
    parties: tuple[str, ...]
    client_party: str
    sections: tuple[ReadSection, ...]
    activities: tuple[ReadActivity, ...]
    findings: tuple[ReadFinding, ...]
    note: str
    sha256: str
    layout: ReadLayout = field(default_factory=ReadLayout, compare=False)

    def client_letters(self, activity: ReadActivity) -> str:
        """Return the letters of the client party in this row, "" for an empty cell."""
        client = self.parties.index(self.client_party)
        return activity.cells[client].letters

    @property
    def duties(self) -> tuple[ReadActivity, ...]:
        """The rows where the client holds R or A (CONTRACTS.md, "Counting")."""
        return tuple(
            activity
            for activity in self.activities
            if DUTY_LETTERS.intersection(self.client_letters(activity))
        )

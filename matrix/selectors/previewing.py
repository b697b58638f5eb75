"""What a file was understood as, before anything of it is in the library."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from matrix.accountability import accountability_findings, rows_of
from matrix.models import Finding
from matrix.readers import ReadActivity, ReadFinding, ReadLayout, ReadMatrix
from matrix.readers.summary import section_label
from matrix.words import finding_name, finding_sentence

# A person must look at such a row before it is published.
ASKED: Final = "row-short"
# The letters of such rows can be set right by hand.
DOUBTFUL: Final = frozenset(
    {ASKED, "row-long", "cell-unknown", "roles-missing", "shifted-suspect"}
)
MAX_FINDINGS: Final = 200
_WEIGHT: Final = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class PreviewFinding:
    """A finding, in the words of the reader of the page."""

    code: str
    severity: str
    line: int | None
    cell: str
    values: tuple[str, ...]
    is_about_letters: bool = False

    @property
    def name(self) -> str:
        """Return what it is called."""
        return finding_name(self.code)

    @property
    def sentence(self) -> str:
        """Return what it says, with the printed pieces it is about."""
        return finding_sentence(self.code, cell=self.cell, values=self.values)

    @property
    def severity_name(self) -> str:
        """Return the severity in words."""
        return str(Finding.Severity(self.severity).label)


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """What one party holds in a row, and what is printed there."""

    party: str
    letters: str
    verbatim: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it was understood. `source` is what stands in the file, cell by cell."""

    line: int
    section: str
    text: str
    note: str
    cells: tuple[PreviewCell, ...]
    source: tuple[str, ...] = ()
    findings: tuple[PreviewFinding, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Tell whether its letters may be set right by hand."""
        return any(found.code in DOUBTFUL for found in self.findings)

    @property
    def is_asked(self) -> bool:
        """Tell whether a person must have looked at it before it is published."""
        return any(found.code == ASKED for found in self.findings)


@dataclass(frozen=True, slots=True)
class Preview:
    """A reading as its preview shows it.

    `findings` are the first ones, errors first; `severities` counts all. `rows` are all rows of
    a short file and a sample of a long one. `asked` are the lines of all rows that a person must
    have looked at.
    """

    title: str
    language: str
    published_on: date | None
    dates: tuple[str, ...]
    parties: tuple[str, ...]
    client_party: str
    layout: ReadLayout
    activities: int
    duties: int
    sections: int
    severities: Mapping[str, int]
    findings: tuple[PreviewFinding, ...]
    rows: tuple[PreviewRow, ...]
    asked: tuple[int, ...]
    legend: tuple[tuple[str, str], ...] = field(default=())

    @property
    def total_findings(self) -> int:
        """Return how many findings there are, shown or not."""
        return sum(self.severities.values())

    @property
    def is_sample(self) -> bool:
        """Tell whether rows are left out."""
        return len(self.rows) < self.activities

    @property
    def others(self) -> tuple[str, ...]:
        """Return the parties that are not the client."""
        return tuple(party for party in self.parties if party != self.client_party)


def preview_of(
    reading: ReadMatrix, sources: Mapping[int, tuple[str, ...]], *, most: int | None = None
) -> Preview:
    """Return the preview of a reading; `sources` are the rows of the file by line.

    With `most` it holds no more rows than that: those with findings first, then from the top.
    """
    findings = _findings(reading)
    by_line: dict[int, list[PreviewFinding]] = defaultdict(list)
    for found in findings:
        if found.line is not None:
            by_line[found.line].append(found)
    kept = reading.activities if most is None else _sample(reading.activities, by_line, most)
    return Preview(
        title=reading.title,
        language=reading.language,
        published_on=reading.published_on,
        dates=tuple(day.verbatim for day in reading.dates),
        parties=reading.parties,
        client_party=reading.client_party,
        layout=reading.layout,
        activities=len(reading.activities),
        duties=len(reading.duties),
        sections=len(reading.sections),
        # A plain dict: `asdict` would count the pairs of a Counter anew.
        severities=dict(Counter(found.severity for found in findings)),
        findings=tuple(findings[:MAX_FINDINGS]),
        rows=tuple(_rows(reading, kept, sources, by_line)),
        asked=asked_lines(reading),
        legend=tuple((entry.letter, entry.meaning) for entry in reading.legend),
    )


def asked_lines(reading: ReadMatrix) -> tuple[int, ...]:
    """Return the lines of the rows that a person must look at before publishing."""
    lines = {found.line for found in reading.findings if found.code == ASKED}
    return tuple(sorted(line for line in lines if line is not None))


def _findings(reading: ReadMatrix) -> list[PreviewFinding]:
    computed = accountability_findings(rows_of(reading), reading.client_party)
    found = [_finding(each) for each in reading.findings]
    found += [_finding(each, is_about_letters=True) for each in computed]
    return sorted(found, key=lambda each: (_WEIGHT[each.severity], each.line or 0))


def _finding(found: ReadFinding, *, is_about_letters: bool = False) -> PreviewFinding:
    return PreviewFinding(
        found.code, found.severity, found.line, found.cell, found.values, is_about_letters
    )


def _sample(
    activities: Sequence[ReadActivity], findings: Mapping[int, object], most: int
) -> list[ReadActivity]:
    odd = [row.line for row in activities if row.line in findings]
    kept = set(odd[: most // 2])
    for row in activities:
        if len(kept) >= most:
            break
        kept.add(row.line)
    return [row for row in activities if row.line in kept]


def _rows(
    reading: ReadMatrix,
    activities: Iterable[ReadActivity],
    sources: Mapping[int, tuple[str, ...]],
    findings: Mapping[int, Sequence[PreviewFinding]],
) -> Iterator[PreviewRow]:
    for row in activities:
        yield PreviewRow(
            line=row.line,
            section=section_label(reading.sections[row.section]),
            text=row.text,
            note=row.note,
            cells=tuple(
                PreviewCell(cell.party, cell.letters, cell.verbatim) for cell in row.cells
            ),
            source=sources.get(row.line) or _printed(row),
            findings=tuple(findings.get(row.line, ())),
        )


def _printed(row: ReadActivity) -> tuple[str, ...]:
    """Return the pieces of a row whose line in the file is not at hand."""
    return (row.verbatim, *(cell.verbatim for cell in row.cells))

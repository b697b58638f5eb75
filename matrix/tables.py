"""The rows of one edition and what was found in them, for the screen and for the twin."""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fragments import fragment
from accounts.tables import show_page as show_page
from matrix.selectors import EditionPage, MatrixRow, PlacedFinding, PrintedParty

ROWS_PER_PAGE = 100


class LettersColumn(tables.Column):  # type: ignore[misc]
    """The letters of one party."""

    def __init__(self, party: PrintedParty) -> None:
        """Name the column after the party."""
        super().__init__(verbose_name=party.name, accessor="activity", orderable=False)
        self.party = party

    def render(self, record: MatrixRow) -> SafeString:
        """Draw the letters as stamps, solid where they are the client's duty."""
        kind = "client" if self.party.is_client else "provider"
        return fragment("components/_letters.html", letters=self.value(record), kind=kind)

    def value(self, record: MatrixRow) -> str:
        """Return the letters, "" for none."""
        return record.activity.letters[self.party.party_id]


class MatrixTable(tables.Table):  # type: ignore[misc]
    """One edition. Section number and title are columns of the twin, and rows on the screen."""

    number = tables.Column(verbose_name=gettext_lazy("No."), accessor="section", visible=False)
    section = tables.Column(verbose_name=gettext_lazy("Section"), visible=False)
    text = tables.Column(verbose_name=gettext_lazy("Activity"), accessor="activity")
    printed = tables.Column(
        verbose_name=gettext_lazy("Activity as printed"), accessor="activity", visible=False
    )
    findings = tables.Column(verbose_name=gettext_lazy("Findings"), visible=False)
    note = tables.Column(
        verbose_name=gettext_lazy("Note"), accessor="activity__note", visible=False
    )
    line = tables.Column(
        verbose_name=gettext_lazy("Line"),
        accessor="activity__line",
        attrs={"th": {"class": "num line-number"}, "td": {"class": "num line-number"}},
    )

    class Meta:
        template_name = "matrix/_table.html"
        orderable = False
        attrs = {"class": "table matrix"}

    def __init__(self, rows: Iterable[MatrixRow], *, page: EditionPage) -> None:
        """Add a column for each party."""
        parties = [
            (f"party{position}", LettersColumn(party))
            for position, party in enumerate(page.printed.parties, start=1)
        ]
        names = [name for name, _column in parties]
        super().__init__(
            list(rows),
            extra_columns=parties,
            sequence=["number", "section", "text", "printed", *names, "..."],
        )
        self.attrs["caption"] = _("Activities and who is responsible for them")

    def render_text(self, record: MatrixRow) -> SafeString:
        """Draw the text in the reader's language, the printed one beneath, and findings."""
        return render_to_string("matrix/_activity.html", {"row": record})

    def value_text(self, record: MatrixRow) -> str:
        """Return the text in the reader's language."""
        return record.activity.text.text

    def value_printed(self, record: MatrixRow) -> str:
        """Return the text as the provider printed it."""
        return record.activity.text.original or record.activity.text.text

    def value_number(self, record: MatrixRow) -> str:
        """Return the number of the section."""
        return record.section.number if record.section else ""

    def value_section(self, record: MatrixRow) -> str:
        """Return the title of the section in the reader's language."""
        return record.section.title.text if record.section else ""

    def value_findings(self, record: MatrixRow) -> str:
        """Return what is odd about the row, in words."""
        return "\n".join(f"{found.name}. {found.sentence}" for found in record.findings)

    def twin(self) -> tuple[list[Any], list[list[Any]]]:
        """Return the headings and all rows, with the columns the screen has no room for."""
        headings, *rows = self.as_values()
        return headings, rows


class FindingTable(tables.Table):  # type: ignore[misc]
    """The findings of one edition. What the screen draws together are columns of the twin."""

    severity = tables.Column(
        verbose_name=gettext_lazy("Severity"), accessor="found__severity_name"
    )
    name = tables.Column(verbose_name=gettext_lazy("Finding"), accessor="found__name")
    sentence = tables.Column(
        verbose_name=gettext_lazy("What was found"), accessor="found__sentence", visible=False
    )
    line = tables.Column(
        verbose_name=gettext_lazy("Line"),
        accessor="found__line",
        default="",
        attrs={
            "th": {"class": "num line-number"},
            "td": {"class": "num line-number", "data-label": gettext_lazy("Line")},
        },
    )
    section = tables.Column(verbose_name=gettext_lazy("Section"), visible=False)
    activity = tables.Column(verbose_name=gettext_lazy("Activity"), default="", orderable=False)
    letters = tables.Column(verbose_name=gettext_lazy("Letters"), default="", orderable=False)

    class Meta:
        attrs = {"class": "table findings-table is-stacked"}

    def __init__(self, rows: Iterable[PlacedFinding], *, path: str = "") -> None:
        """Take the findings, and the path of the edition's page, where every row is shown."""
        super().__init__(list(rows))
        self.path = path
        self.attrs["caption"] = _("Findings")

    def render_severity(self, record: PlacedFinding) -> SafeString:
        """Draw the severity with its sign."""
        context = {"severity": record.found.severity, "name": record.found.severity_name}
        return render_to_string("matrix/_finding_severity.html", context)

    def render_name(self, record: PlacedFinding) -> SafeString:
        """Draw the name with its sentence beneath."""
        return render_to_string("matrix/_finding_name.html", {"found": record.found})

    def render_line(self, record: PlacedFinding) -> SafeString:
        """Draw the line, which leads to the row where one stands on it."""
        return render_to_string("matrix/_finding_line.html", {"row": record, "path": self.path})

    def render_activity(self, record: PlacedFinding) -> SafeString:
        """Draw the activity below its section."""
        return render_to_string("matrix/_finding_activity.html", {"row": record})

    def value_name(self, record: PlacedFinding) -> str:
        """Return the name alone."""
        return record.found.name

    def value_line(self, record: PlacedFinding) -> int | str:
        """Return the line, "" for the whole page."""
        return record.found.line or ""

    def value_severity(self, record: PlacedFinding) -> str:
        """Return the severity in words."""
        return record.found.severity_name

    def value_section(self, record: PlacedFinding) -> str:
        """Return the section as printed, with its number."""
        return section_words(record)

    def value_activity(self, record: PlacedFinding) -> str:
        """Return the activity in the reader's language."""
        return record.activity.text.text if record.activity else ""

    def twin(self) -> tuple[list[Any], list[list[Any]]]:
        """Return the headings and all rows, with the columns the screen draws together."""
        headings, *rows = self.as_values()
        return headings, rows


def section_words(placed: PlacedFinding) -> str:
    """Return "3.1.2 Access" for the section a finding stands in, "" for none."""
    section = placed.section
    return f"{section.number} {section.title.text}".strip() if section else ""

"""The other half of the page: what somebody else than the client does or answers for."""

from django.utils.translation import gettext as _

from assessments.reports.rows import FROZEN, activity_columns, letters_columns
from assessments.reports.sheets import Column, Sheet, Table
from assessments.selectors.workbook import ProviderRow, WorkbookContents


def provider_sheet(contents: WorkbookContents) -> Sheet:
    """Return every activity on which another party holds R or A, with the letters of all."""
    width = 58 if contents.printed.label_language else 100
    columns: list[Column[ProviderRow]] = [
        *activity_columns(contents.printed, width),
        *letters_columns(contents.printed, contents.assessment.client_party),
    ]
    empty = _("No other party is responsible or accountable for anything on this page.")
    table = Table("ProvidersPart", columns, contents.provider_rows, empty)
    return Sheet(_("Provider’s part"), [table], frozen=FROZEN)

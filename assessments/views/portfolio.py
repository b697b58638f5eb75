"""The workbook of all assessments that somebody may see."""

from uuid import uuid4

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from assessments.readers.keeping import Piece
from assessments.readers.spooling import Spool
from assessments.reports.portfolio import KIND, portfolio_name, write_portfolio
from assessments.selectors.portfolio import portfolio_contents
from assessments.selectors.workbook import Making
from assessments.services.exporting import MadeWorkbook, record_portfolio
from assessments.services.made import incoming
from assessments.views.files import streamed_workbook


@member_action(Action.READ)
def portfolio(request: MemberRequest) -> HttpResponse:
    """Make the workbook of the portfolio, and put it on record."""
    reader, now = request.membership, timezone.now()
    making = Making(uuid4(), get_language() or "", reader, now)
    with incoming() as folder:
        path = folder / "workbook"
        with (
            path.open("wb") as file,
            portfolio_contents(reader, making) as contents,
            Spool[Piece](block=8) as pieces,
        ):
            cells = write_portfolio(file, contents, pieces=pieces, folder=folder)
            made = MadeWorkbook(making.key, KIND, making.language, "", cells)
            record_portfolio(made=made, by=reader, at=now)
            name = portfolio_name(contents)
        # The folder goes, the file that is open stays until it is sent.
        return streamed_workbook(path.open("rb"), name, path.stat().st_size)

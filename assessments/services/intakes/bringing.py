"""Bringing something in: a draft, which changes no answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Assessment, Export, Intake
from assessments.readers.said import Said
from assessments.services.answering import AssessmentClosed
from audit.services import Happening, append_events
from database.transactions import change

BROUGHT_IN: Final = "intake-brought-in"
NAME_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Source:
    """What is brought in: the name of the file, its language ("" where it has none), its export.

    `kind` is one of `Intake.Kind`. `table` holds the cells of a sheet whose columns are still to
    be named, as JSON holds them.
    """

    kind: str
    name: str = ""
    language: str = ""
    export: Export | None = None
    table: dict[str, Any] | None = None


@change
def bring_in(
    *, assessment: Assessment, said: Said, source: Source, by: Membership, at: datetime
) -> Intake:
    """Keep what a file says as a draft of `by`, with its event. No answer changes.

    Raises `AssessmentClosed` as `check_open` does.
    """
    check_open(assessment, by)
    intake = Intake.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        kind=source.kind,
        name=source.name[-NAME_LENGTH:],
        language=source.language,
        export=source.export,
        said=said.as_json(),
        table=source.table or {},
        made_by=by,
        made_at=at,
    )
    tell_of(intake, BROUGHT_IN, by=by, at=at)
    return intake


def check_open(assessment: Assessment, by: Membership) -> None:
    """Make sure that something can be brought into an assessment.

    Raises `AssessmentClosed` on a signed or closed one; auditors state opinions on a signed one
    too (`services.opinions`).
    """
    open_to_auditors = {Assessment.State.ACTIVE, Assessment.State.SIGNED}
    is_auditor = by.may(Action.STATE_OPINIONS)
    states = open_to_auditors if is_auditor else {Assessment.State.ACTIVE}
    if assessment.state not in states:
        raise AssessmentClosed


def tell_of(
    intake: Intake, verb: str, *, by: Membership, at: datetime, rows: int | None = None
) -> None:
    """Write an event of the assessment: which intake, and how many rows it is about."""
    new = {"intake": str(intake.key), **({} if rows is None else {"rows": rows})}
    append_events(
        organisation_id=intake.organisation_id,
        happenings=[Happening(verb, "assessment", str(intake.assessment_id), new=new)],
        actor_id=by.user_id,
        at=at,
    )

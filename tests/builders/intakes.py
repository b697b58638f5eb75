"""What somebody brought in: a draft, made from what a file would say."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Membership
from assessments.models import Answer, Assessment, Intake
from assessments.readers.said import Field, Said, SaidRow, SaidValue
from assessments.services.intakes import Source, apply_intake, bring_in
from tests.builders.moments import NOW


def make_intake(
    assessment: Assessment,
    *says: Mapping[str, str],
    by: Membership,
    is_applied: bool = False,
    at: datetime = NOW,
) -> Intake:
    """Bring in a file that says something of the first rows, in printed order.

    `says` are texts by field, as `Said` has them; {} leaves a row alone. Nobody knows what was
    there before: what is empty here is taken, and what is not is to be decided.
    """
    rows = Answer.objects.of_assessment(assessment).in_printed_order()[: len(says)]
    said = Said(
        tuple(
            SaidRow(f"Duties!A{number}", str(row.key), "", _values(number, texts))
            for number, (row, texts) in enumerate(zip(rows, says, strict=True), start=2)
        )
    )
    source = Source(Intake.Kind.WORKING_COPY, "retour.xlsx", "en")
    intake = bring_in(assessment=assessment, said=said, source=source, by=by, at=at)
    if is_applied:
        apply_intake(intake=intake, revision=intake.revision, by=by, at=at)
        intake.refresh_from_db()
    return intake


def _values(number: int, texts: Mapping[str, str]) -> dict[Field, SaidValue]:
    return {
        Field(name): SaidValue(f"Duties!{chr(65 + column)}{number}", text)
        for column, (name, text) in enumerate(texts.items())
    }

"""What the database holds of intakes, whatever the code does."""

from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from assessments.models import Intake
from tests.assessments.returning.books import draft, make_world
from tests.builders import NOW, make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "name"),
    [
        pytest.param({"kind": "letter"}, "intake_kind_known", id="kind"),
        # More than one constraint refuses it: which one says so is the engine's choice.
        pytest.param({"state": "lost"}, "intake_(state_known|applied_with_)", id="state"),
        pytest.param({"applied_at": NOW}, "intake_applied_with_moment", id="draft-with-moment"),
        pytest.param(
            {"state": "applied", "batch": "0" * 32}, "intake_applied_with_moment", id="no-moment"
        ),
        pytest.param(
            {"state": "applied", "applied_at": NOW}, "intake_applied_with_batch", id="no-batch"
        ),
        pytest.param({"undone_at": NOW}, "intake_undone_with_moment", id="undone-draft"),
    ],
)
def test_a_state_has_what_belongs_to_it(values: dict[str, Any], name: str) -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: None)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(**values)


@pytest.mark.parametrize("column", ["made_by", "applied_by", "undone_by"])
def test_an_intake_stays_in_its_organisation(column: str) -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: None)
    stranger = make_member()

    with (
        pytest.raises((IntegrityError, InternalError), match="another organisation"),
        transaction.atomic(),
    ):
        Intake.objects.filter(pk=intake.pk).update(**{column: stranger})


def test_an_intake_is_named_by_what_it_is() -> None:
    manager, assessment = make_world()

    intake = draft(assessment, manager, lambda copy: None)

    assert str(intake) == f"working-copy {intake.key}: draft"
    assert list(Intake.objects.of_assessment(assessment).latest_first()) == [intake]
    assert list(Intake.objects.of_organisation(manager.organisation).drafts()) == [intake]

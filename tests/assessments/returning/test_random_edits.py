"""Random edits of working copies end as a simple model says; every conflict is asked."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from accounts.models import Membership, Team
from accounts.rights import Role
from assessments.models import Answer, Assessment, Intake
from assessments.services.answering import AnswerValues, Entry, record_answers
from assessments.services.counting import recount
from assessments.services.intakes import NothingToApply, apply_intake, choose
from audit.models import chain_of
from audit.selectors import verify_chain
from tests import needs
from tests.assessments.returning.books import WorkingCopy, brought, merge_of
from tests.assessments.returning.offline import LEAVE, Edit, Typist, fill, rearrange
from tests.assessments.returning.simple_model import FIELDS, Row, modelled
from tests.assessments.verifying.files import make_exported
from tests.assessments.verifying.test_resaved import saved_again
from tests.builders import (
    NOW,
    make_assessment,
    make_edition,
    make_member,
    make_page,
    make_team,
)

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ROWS = 14
EDITS = 25
FILES = 20

Said = dict[int, dict[str, Any]]


def rows_of(assessment: Assessment) -> list[Row]:
    """Return the rows as the model knows them, in printed order."""
    return [
        {
            "coverage": row.coverage,
            "reason": row.reason,
            "note": row.note,
            "owner": _owner(row),
            "due": row.due_on,
        }
        for row in Answer.objects.of_assessment(assessment).in_printed_order()
    ]


def _owner(row: Answer) -> tuple[str, int] | None:
    if row.owner_membership_id:
        return "member", row.owner_membership_id
    return ("team", row.owner_team_id) if row.owner_team_id else None


def values_of(edit: Edit) -> AnswerValues:
    """Return what an edit would set on screen, {} for one that would not be taken."""
    if edit.meaning is LEAVE or edit.field == "reason":
        return {}
    if edit.field == "coverage":
        reason = "said on screen" if edit.meaning == "not_applicable" else ""
        return {"coverage": edit.meaning, "reason": reason}
    if edit.field == "note":
        return {"note": edit.meaning}
    if edit.field == "due":
        return {"due_on": edit.meaning}
    kind, pk = edit.meaning or ("", None)
    return {
        "owner_membership_id": pk if kind == "member" else None,
        "owner_team_id": pk if kind == "team" else None,
    }


class World:
    """An assessment, its people, and edits at random from one seed."""

    def __init__(self, seed: int) -> None:
        """Answer some rows."""
        self.random = Random(seed)  # noqa: S311  # the same edits each time
        self.manager = make_member(Role.MANAGER)
        organisation = self.manager.organisation
        self.contributor = make_member(Role.CONTRIBUTOR, organisation=organisation)
        self.team = make_team(self.contributor)
        self.other_team: Team = make_team(organisation=organisation)
        people = [self.manager, self.contributor]
        self.typist = Typist(self.random, people, [self.team, self.other_team])
        self.assessment = make_assessment(self.manager, edition=make_edition(make_page(ROWS)))
        self.on_screen(ROWS)

    def on_screen(self, number: int) -> None:
        """Change rows on screen."""
        for _ in range(number):
            edit = self.typist.edit(self.random.randrange(ROWS))
            row = Answer.objects.of_assessment(self.assessment).in_printed_order()[edit.row]
            entry = Entry(row.key, row.revision, values_of(edit))
            record_answers(
                assessment_id=self.assessment.pk, entries=[entry], by=self.manager, at=NOW
            )

    def typed(self, edits: Sequence[Edit]) -> Said:
        """Return what the edits mean by row and field, the last one of each cell."""
        said: Said = {}
        for edit in edits:
            said.setdefault(edit.row, {})[edit.field] = edit.meaning
        return said

    def may_write(self, row: Row, by: Membership) -> bool:
        """Tell whether somebody could write a row on screen."""
        own = (None, ("member", by.pk), ("team", self.team.pk))
        return by == self.manager or row["owner"] in own

    def decide(self, intake: Intake, by: Membership) -> dict[int, dict[str, str]]:
        """Decide every conflict at random, and return the decisions by row and field."""
        places = {
            key: place
            for place, key in enumerate(
                Answer.objects.of_assessment(self.assessment)
                .in_printed_order()
                .values_list("key", flat=True)
            )
        }
        decided: dict[int, dict[str, str]] = {}
        while (merge := merge_of(intake, by)).undecided:
            choices = {}
            for row in merge.conflicting:
                for cell in row.conflicts:
                    side = cell.choice or self.random.choice(["theirs", "ours"])
                    choices[cell.name] = side
                    name = "due" if cell.field == "due_on" else cell.field.value
                    decided.setdefault(places[row.key], {})[name] = side
            choose(intake=intake, choices=choices, revision=intake.revision, by=by, at=NOW)
        return decided


@pytest.mark.parametrize(
    "seed",
    [pytest.param(seed, id=f"file-{seed}") for seed in range(1, FILES + 1)],
)
def test_a_file_filled_in_at_random_merges_as_the_model_says(seed: int, tmp_path: Path) -> None:
    world = World(seed)
    by = world.contributor if seed % 4 == 0 else world.manager
    exported = rows_of(world.assessment)
    language = "fr" if seed % 2 else "en"
    copy = WorkingCopy(make_exported(world.assessment, by=by, language=language).content, language)
    edits = [world.typist.edit(world.random.randrange(ROWS)) for _ in range(EDITS)]
    fill(copy, edits)
    left_out = rearrange(copy, world.random)
    content = copy.saved()
    if seed % 3 == 0:
        content = saved_again(content, needs.libreoffice(), tmp_path)
    world.on_screen(6)
    here = rows_of(world.assessment)

    intake = brought(content, by, world.assessment)
    decided = world.decide(intake, by)
    intake.refresh_from_db()
    if merge_of(intake, by).written:
        apply_intake(intake=intake, revision=intake.revision, by=by, at=NOW)
    else:
        with pytest.raises(NothingToApply):
            apply_intake(intake=intake, revision=intake.revision, by=by, at=NOW)

    typed = {row: said for row, said in world.typed(edits).items() if row not in left_out}
    writable = [world.may_write(row, by) for row in here]
    expected = [
        modelled(
            exported[place],
            here[place],
            typed.get(place, {}) if writable[place] else {},
            decided.get(place, {}),
        )
        for place in range(ROWS)
    ]
    assert rows_of(world.assessment) == [each.row for each in expected]
    for place, each in enumerate(expected):
        asked = set(decided.get(place, {}))
        assert asked - {"reason"} == each.asked - {"reason"}, place
        assert asked <= each.asked, place
    assert recount(assessment=world.assessment, at=NOW) is None
    assert verify_chain(chain_of(world.assessment.organisation_id)).broken_at is None


def test_a_row_has_the_fields_of_the_model() -> None:
    world = World(0)

    assert tuple(rows_of(world.assessment)[0]) == FIELDS

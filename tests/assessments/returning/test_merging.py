"""What three sides make of a cell: as exported, here, in the file."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rights import Role
from assessments.readers.said import Field, Said, SaidRow, SaidValue
from assessments.services.intakes import Source, bring_in
from tests.assessments.returning.books import (
    Typed,
    WorkingCopy,
    brought,
    draft,
    edited,
    keys_of,
    make_world,
    merge_of,
    states,
)
from tests.assessments.verifying.files import make_exported
from tests.assessments.workbooks import make_full_assessment
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
    make_reader,
    make_team,
)

pytestmark = pytest.mark.django_db


@pytest.mark.thorough
def test_an_unedited_file_says_nothing_new() -> None:
    manager = make_member()
    assessment = make_full_assessment(manager)
    content = make_exported(assessment, by=manager).content

    merge = merge_of(brought(content, manager, assessment), manager)

    assert states(merge) == {}
    assert merge.notices == ()
    assert (len(merge.rows), merge.in_play, len(merge.unchanged)) == (4, 4, 4)
    assert not merge.is_ready


def test_each_cell_is_theirs_ours_already_or_a_conflict() -> None:
    manager, assessment = make_world()

    def fill(copy: Typed) -> None:
        copy.put(0, "coverage", "covered")
        copy.put(1, "coverage", "partial")
        copy.put(2, "coverage", "gap")
        copy.put(0, "note", "from the file")

    intake = draft(assessment, manager, fill)
    make_answers(
        assessment,
        {"due_on": date(2026, 12, 24)},
        {"coverage": "gap"},
        {"coverage": "gap"},
        by=manager,
    )

    merge = merge_of(intake, manager)

    assert states(merge) == {
        (0, "coverage"): "theirs",
        (0, "note"): "theirs",
        (0, "due_on"): "ours",
        (1, "coverage"): "conflict",
        (2, "coverage"): "already",
    }
    conflict = merge.conflicting[0].conflicts[0]
    assert (conflict.base, conflict.ours, conflict.theirs) == ("unanswered", "gap", "partial")
    assert (conflict.place, conflict.label) == ("coverage1", "Coverage")
    assert (merge.undecided, len(merge.written), merge.is_ready) == (1, 1, False)
    assert [row.number for row in merge.changing] == ["1.1"]
    assert [cell.field.value for cell in merge.rows[0].kept] == ["due_on"]


def test_owners_are_found_by_address_name_and_team() -> None:
    manager, assessment = make_world()
    team = make_team(manager)

    def fill(copy: Typed) -> None:
        copy.put(0, "owner", manager.user.email.upper())
        copy.put(1, "owner", f" {manager.user.name} ")
        copy.put(2, "owner", team.name)

    merge = merge_of(draft(assessment, manager, fill), manager)

    assert [row.changes[0].values for row in merge.rows] == [
        {"owner_membership_id": manager.pk, "owner_team_id": None},
        {"owner_membership_id": manager.pk, "owner_team_id": None},
        {"owner_membership_id": None, "owner_team_id": team.pk},
    ]
    assert merge.rows[2].changes[0].theirs == team.name


@pytest.mark.thorough
def test_what_is_not_understood_says_why() -> None:
    manager, assessment = make_world()
    for _ in range(2):
        twin = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
        twin.user.name = "Jean Martin"
        twin.user.save()
    content = make_exported(assessment, by=manager).content

    def fill(copy: WorkingCopy) -> None:
        copy.put(0, "coverage", "nearly")
        copy.put(0, "due", "soon")
        copy.put(0, "owner", "Nobody Known")
        copy.put(0, "note", "n" * 8_001)
        copy.put(1, "owner", "Jean Martin")
        copy.put(1, "coverage", "=1+1")
        copy.put(1, "note", "#REF!")
        copy.sheet.cell(3, copy.column("note")).data_type = "e"

    merge = merge_of(brought(edited(content, fill), manager, assessment), manager)

    assert set(states(merge).values()) == {"unknown"}
    whys = [cell.why for row in merge.rows for cell in row.rejected]
    assert [why.split(":")[0].split(" ")[0:4] for why in whys] == [
        ["This", "is", "none", "of"],
        ["It", "is", "longer", "than"],
        ["No", "member", "or", "team"],
        ["This", "is", "no", "date"],
        ["It", "is", "a", "formula,"],
        ["The", "cell", "holds", "an"],
        ["Several", "people", "or", "teams"],
    ]
    assert merge.rejected == 7


def test_an_owner_nobody_can_tell_apart_is_unchanged_where_it_stands_so_already() -> None:
    manager, assessment = make_world()
    twins = [make_member(Role.CONTRIBUTOR, organisation=manager.organisation) for _ in range(2)]
    for twin in twins:
        twin.user.name = "Jean Martin"
        twin.user.save()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "owner", "Jean Martin"))

    make_answers(assessment, {"owner_membership_id": twins[0].pk}, by=manager)

    assert states(merge_of(intake, manager)) == {(0, "owner"): "already"}


def test_a_row_that_may_not_be_written_on_screen_is_refused() -> None:
    manager, assessment = make_world()
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    make_answers(assessment, {"owner_membership_id": manager.pk}, by=manager)

    def fill(copy: Typed) -> None:
        copy.put(0, "coverage", "covered")
        copy.put(0, "due", date(2026, 12, 1))
        copy.put(1, "coverage", "covered")

    merge = merge_of(draft(assessment, contributor, fill), contributor)

    assert states(merge) == {
        (0, "coverage"): "refused",
        (0, "due_on"): "refused",
        (1, "coverage"): "theirs",
    }
    assert merge.rejecting == (merge.rows[0],)
    assert merge.rows[0].rejected[0].why == "You may not write in this row."


@pytest.mark.thorough
def test_rows_that_are_put_away_or_not_there_are_told_where_the_file_changes_them() -> None:
    manager, assessment = make_world()
    content = make_exported(assessment, by=manager).content

    def fill(copy: WorkingCopy) -> None:
        copy.put(0, "note", "too late")
        copy.put(1, "note", "of nothing")
        copy.put(1, "Key", "00000000-0000-4000-8000-000000000000")

    intake = brought(edited(content, fill), manager, assessment)
    away = keys_of(assessment)[::2]
    assessment.answers.filter(key__in=away).update(is_switched_off=True)

    merge = merge_of(intake, manager)

    assert [(each.code.value, each.place[-1]) for each in merge.notices] == [
        ("not-in-play", "2"),
        ("unknown-key", "3"),
    ]
    assert (merge.in_play, len(merge.rows)) == (1, 0)


@pytest.mark.thorough
def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    manager = make_member()
    counts = []
    for rows in (2, 6):
        assessment = make_assessment(manager, edition=make_edition(make_page(rows)))

        def fill(copy: Typed, rows: int = rows) -> None:
            for row in range(rows):
                copy.put(row, "owner", manager.user.email)
                copy.put(row, "coverage", "gap")

        intake = draft(assessment, manager, fill)
        with CaptureQueriesContext(connection) as captured:
            merge = merge_of(intake, manager)
        counts.append(len(captured))
        assert len(merge.written) == rows

    assert counts[0] == counts[1]


def test_an_owner_written_in_another_way_is_there_already() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "owner", manager.user.email))

    make_answers(assessment, {"owner_membership_id": manager.pk}, by=manager)

    assert states(merge_of(intake, manager)) == {(0, "owner"): "already"}


def test_who_may_not_write_is_not_told_who_is_a_member() -> None:
    manager, assessment = make_world()
    viewer = make_member(Role.VIEWER, organisation=manager.organisation)

    def fill(copy: Typed) -> None:
        copy.put(0, "owner", manager.user.email)
        copy.put(1, "owner", "nobody@example.org")

    merge = merge_of(draft(assessment, viewer, fill), viewer)

    assert states(merge) == {(0, "owner"): "refused", (1, "owner"): "refused"}
    assert [row.rejected[0].theirs for row in merge.rows[:2]] == [
        manager.user.email,
        "nobody@example.org",
    ]


def test_an_internal_note_of_somebody_s_tracker_is_not_shown_to_an_auditor() -> None:
    manager, assessment = make_world()
    auditor = make_reader(Role.AUDITOR, assessment)
    values = {Field.INTERNAL_NOTE: SaidValue("B2", "SECRET"), Field.NOTE: SaidValue("C2", "open")}
    said = Said((SaidRow("A2", str(keys_of(assessment)[0]), "", values),))
    intake = bring_in(
        assessment=assessment, said=said, source=Source("tracker"), by=manager, at=NOW
    )

    seen, own = merge_of(intake, auditor), merge_of(intake, manager)

    assert "SECRET" not in repr(seen)
    assert states(own) == {(0, "note"): "theirs", (0, "internal_note"): "theirs"}


def test_a_tracker_takes_what_is_empty_here_and_asks_about_the_rest() -> None:
    manager, assessment = make_world()
    make_answers(
        assessment, {"coverage": "gap", "note": "here"}, {"coverage": "covered"}, by=manager
    )
    first, second, third = map(str, keys_of(assessment))
    told = {
        first: {Field.COVERAGE: "covered", Field.NOTE: "here"},
        second: {Field.COVERAGE: "covered", Field.NOTE: "new"},
        third: {Field.COVERAGE: "gap", Field.DUE: "2027-01-31"},
    }
    said = Said(
        tuple(
            SaidRow(key, key, "", {name: SaidValue("A1", text) for name, text in said.items()})
            for key, said in told.items()
        )
    )

    merge = merge_of(
        bring_in(assessment=assessment, said=said, source=Source("tracker"), by=manager, at=NOW),
        manager,
    )

    assert states(merge) == {
        (0, "coverage"): "conflict",
        (1, "note"): "theirs",
        (2, "coverage"): "theirs",
        (2, "due_on"): "theirs",
    }

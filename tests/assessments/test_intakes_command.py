"""`import_workbook`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Intake
from audit.models import Event
from tests.assessments.returning.books import WorkingCopy, edited, make_world, stand
from tests.assessments.verifying.files import make_exported
from tests.builders import make_answers, make_assessment, make_member

pytestmark = pytest.mark.django_db


def told(*arguments: object) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("import_workbook", *[str(argument) for argument in arguments], stdout=out)
    return out.getvalue()


def told_json(*arguments: object) -> dict[str, Any]:
    """Run the command with `--json` and return what it printed."""
    read: dict[str, Any] = json.loads(told(*arguments, "--json"))
    return read


def fill(copy: WorkingCopy) -> None:
    """Change two rows."""
    copy.put(0, "coverage", "gap")
    copy.put(1, "coverage", "covered")


def written(tmp_path: Path, assessment: Assessment, by: Membership) -> Path:
    """Write an edited working copy to a file."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(edited(make_exported(assessment, by=by).content, fill))
    return path


def test_a_dry_run_tells_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    manager, assessment = make_world()
    make_member(Role.ADMINISTRATOR, organisation=manager.organisation)
    path = written(tmp_path, assessment, manager)
    before, events = stand(assessment), Event.objects.count()

    summary = told_json(assessment.pk, path, "--dry-run")

    assert summary["applied"] is False
    assert (summary["rows_changed"], summary["rows_in_file"], summary["undecided"]) == (2, 3, 0)
    assert [(each["field"], each["state"], each["theirs"]) for each in summary["changes"]] == [
        ("coverage", "theirs", "gap"),
        ("coverage", "theirs", "covered"),
    ]
    assert stand(assessment) == before
    assert (Event.objects.count(), Intake.objects.count()) == (events, 0)


@pytest.mark.thorough
def test_it_is_applied_as_a_member(tmp_path: Path) -> None:
    manager, assessment = make_world()
    path = written(tmp_path, assessment, manager)

    printed = told(assessment.pk, path, "--as", manager.user.email)

    first, *rest = printed.splitlines()
    assert first == "2 of 3 rows change, 1 unchanged. Applied."
    assert rest[0].endswith("coverage: theirs, 'unanswered' here, 'gap' in the file.")
    assert [row["coverage"] for row in stand(assessment)] == ["gap", "covered", "unanswered"]
    assert Intake.objects.get().applied_by == manager


@pytest.mark.thorough
def test_conflicts_are_to_be_decided_and_can_be_for_one_side(tmp_path: Path) -> None:
    manager, assessment = make_world()
    path = written(tmp_path, assessment, manager)
    make_answers(assessment, {"coverage": "partial"}, by=manager)

    with pytest.raises(SystemExit) as undecided:
        told(assessment.pk, path, "--as", manager.user.email)
    between = stand(assessment)
    told(assessment.pk, path, "--as", manager.user.email, "--take", "theirs")

    assert undecided.value.code == 1
    assert [row["coverage"] for row in between] == ["partial", "unanswered", "unanswered"]
    assert [row["coverage"] for row in stand(assessment)] == ["gap", "covered", "unanswered"]
    assert Intake.objects.count() == 1


@pytest.mark.thorough
def test_an_unedited_file_changes_nothing(tmp_path: Path) -> None:
    manager, assessment = make_world()
    path = tmp_path / "book.xlsx"
    path.write_bytes(make_exported(assessment, by=manager).content)

    summary = told_json(assessment.pk, path, "--as", manager.user.email)

    assert (summary["applied"], summary["changes"], summary["notices"]) == (False, [], [])
    assert Intake.objects.count() == 0


@pytest.mark.thorough
def test_a_file_is_refused_with_a_code(tmp_path: Path) -> None:
    manager, assessment = make_world()
    other = make_assessment(manager)
    path = written(tmp_path, other, manager)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    by = ("--as", manager.user.email)

    codes = []
    for file in (path, broken):
        out = StringIO()
        with pytest.raises(CommandError) as refused:
            call_command(
                "import_workbook", str(assessment.pk), str(file), *by, "--json", stdout=out
            )
        codes.append((json.loads(out.getvalue())["refused"], refused.value.returncode))

    assert codes == [("another-assessment", 2), ("damaged", 2)]
    with pytest.raises(CommandError, match="another assessment"):
        told(assessment.pk, path, *by)


@pytest.mark.thorough
def test_nothing_is_written_into_a_closed_assessment(tmp_path: Path) -> None:
    manager, assessment = make_world()
    path = written(tmp_path, assessment, manager)
    Assessment.objects.filter(pk=assessment.pk).update(state="closed")

    with pytest.raises(CommandError, match="signed or closed") as refused:
        told(assessment.pk, path, "--as", manager.user.email)

    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([999, "x.xlsx", "--dry-run"], "There is no assessment 999", id="unknown"),
        pytest.param(["{pk}", "x.xlsx"], "Say whose changes they are", id="as-nobody"),
        pytest.param(["{pk}", "x.xlsx", "--dry-run"], "An administrator is no member", id="alone"),
        pytest.param(["{pk}", "x.xlsx", "--as", "a@b.org"], "a@b.org is no member", id="stranger"),
        pytest.param(["{pk}", "x.xlsx", "--as", "{me}"], "cannot be read: No such", id="no-file"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[object], message: str) -> None:
    manager, assessment = make_world()
    given = [str(each).format(pk=assessment.pk, me=manager.user.email) for each in arguments]

    with pytest.raises(CommandError, match=message):
        told(*given)

"""Duties by control: the page, its twin, and the form in which controls are confirmed."""

from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.rights import Role
from assessments.forms.controls import FrameworkForm
from assessments.models import Assessment
from assessments.selectors.controls import ByControl, by_control
from matrix.models import ControlChoice, Edition, Framework
from matrix.selectors import printed_edition
from matrix.services.controls import ControlEntry, choose_controls
from tests.assessments.workbooks import lines, opened
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
    make_reader,
)

pytestmark = pytest.mark.django_db

ISO = Framework.ISO_27001
SEED = "public-cloud-instances.fr.json"


def read(assessment: Assessment, reader: Membership) -> ByControl:
    """Read the duties of an assessment by control."""
    found = Assessment.objects.with_matrix().get(pk=assessment.pk)
    return by_control(
        found,
        framework=ISO,
        printed=printed_edition(found.edition, language="en"),
        reader=reader,
        language="en",
        on=date(2026, 11, 22),
    )


def say(assessment: Assessment, by: Membership, *controls: tuple[str, ...]) -> None:
    """Say the controls of the first rows of an assessment's edition."""
    rows = assessment.edition.activities.in_printed_order()[: len(controls)]
    choose_controls(
        edition=assessment.edition,
        framework=ISO,
        entries=[ControlEntry(row.pk, 0, each) for row, each in zip(rows, controls, strict=True)],
        by=by,
        at=NOW,
    )


def address(assessment: Assessment, part: str = "controls/") -> str:
    """Return an address below an assessment."""
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/{part}"


def filled_in(shown: ByControl, **changed: str) -> dict[str, str]:
    """Return what a browser sends of the form, with some fields changed."""
    sent = {}
    for duty in shown.duties:
        controls = duty.controls
        sent[f"row-{controls.activity_id}"] = controls.text
        sent[f"revision-{controls.activity_id}"] = str(controls.revision)
    return sent | changed


@pytest.fixture
def leader(client: Client) -> Membership:
    """Return a manager, signed in in a browser that speaks English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    member = make_member(Role.MANAGER)
    client.force_login(member.user)
    return member


def test_a_control_counts_its_duties_and_a_duty_is_under_each_of_its_controls() -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=manager)
    say(assessment, manager, ("A.5.9", "A.5.23"), ("A.5.23",))

    shown = read(assessment, manager)

    assert [(line.identifier, len(line.duties)) for line in shown.lines] == [
        ("A.5.9", 1),
        ("A.5.23", 2),
    ]
    counts = shown.lines[1].counts
    assert (counts.covered, counts.gap, counts.duties) == (1, 1, 2)
    assert all(line.is_confirmed for line in shown.lines)
    assert (len(shown.without), shown.suggested) == (1, 0)


def test_what_is_only_suggested_is_counted_apart() -> None:
    manager = make_member()
    call_command("load_matrix", str(settings.FIXTURE_DIR / SEED), stdout=StringIO())
    edition = Edition.objects.get()
    assessment = make_assessment(manager, edition=edition)
    before = read(assessment, manager)
    say(assessment, manager, ("A.5.23",))

    after = read(assessment, manager)

    assert (len(before.duties), before.suggested, after.suggested) == (36, 36, 35)
    assert len(before.lines) > 20
    assert before.duties[0].controls.reason.startswith("Picking the cloud service")


def test_as_many_queries_for_two_duties_as_for_twelve() -> None:
    manager = make_member()
    taken = []
    for rows in (2, 12):
        assessment = make_assessment(manager, edition=make_edition(make_page(rows)))
        say(assessment, manager, *[("A.5.9",)] * rows)
        with CaptureQueriesContext(connection) as queries:
            read(assessment, manager)
        taken.append(len(queries))

    assert taken[0] == taken[1]


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        pytest.param({}, "iso-27001-2022", id="none"),
        pytest.param({"framework": "nist-csf-2"}, "nist-csf-2", id="known"),
        pytest.param({"framework": "x"}, "iso-27001-2022", id="unknown"),
    ],
)
def test_an_unknown_framework_is_the_first_one(query: dict[str, str], chosen: str) -> None:
    assert FrameworkForm(query).chosen() == chosen


def test_the_page_shows_every_control_and_says_what_belongs_to_none(
    client: Client, leader: Membership
) -> None:
    assessment = make_assessment(leader)
    empty = client.get(address(assessment)).content.decode()
    say(assessment, leader, ("A.5.9",))

    text = client.get(address(assessment)).content.decode()

    assert "No duty belongs to a control of this framework yet" in empty
    assert "A.5.9" in text
    assert address(assessment, "controls/rows/") in text
    assert text.count("/duties/") >= 3


def test_the_twin_has_a_row_for_each_control_and_duty(client: Client, leader: Membership) -> None:
    assessment = make_assessment(leader)
    say(assessment, leader, ("A.5.9", "A.5.23"))

    answer = client.get(address(assessment, "controls.xlsx?framework=iso-27001-2022"))

    heading, *rows = lines(opened(answer.content).worksheets[0])
    assert heading[:2] == ["Framework", "Control"]
    assert [(row[1], row[2]) for row in rows] == [
        ("A.5.9", "confirmed"),
        ("A.5.23", "confirmed"),
        ("", "suggestion"),
        ("", "suggestion"),
    ]


def test_a_form_keeps_the_controls_of_every_duty_and_confirms_them(
    client: Client, leader: Membership
) -> None:
    assessment = make_assessment(leader)
    shown = read(assessment, leader)
    first = shown.duties[0].controls.activity_id
    page = client.get(address(assessment, "controls/rows/")).content.decode()

    answer = client.post(
        address(assessment, "controls/choose/?framework=nist-csf-2"),
        filled_in(shown, **{f"row-{first}": "GV.SC-06 PR.IR-04"}),
        follow=True,
    )

    text = answer.content.decode()
    assert f'name="row-{first}"' in page
    assert answer.redirect_chain[0][0].endswith("controls/?framework=nist-csf-2")
    assert "Controls of 3 duties kept." in text
    assert ControlChoice.objects.get(activity=first).identifiers == ["GV.SC-06", "PR.IR-04"]
    assert ControlChoice.objects.count() == 3


def test_a_word_that_is_no_identifier_is_shown_again_with_its_fault(
    client: Client, leader: Membership
) -> None:
    assessment = make_assessment(leader)
    shown = read(assessment, leader)
    first = shown.duties[0].controls.activity_id

    answer = client.post(
        address(assessment, "controls/choose/"), filled_in(shown, **{f"row-{first}": "A.5 <b>"})
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“&lt;b&gt;” is no identifier" in text
    assert 'value="A.5 &lt;b&gt;"' in text
    assert not ControlChoice.objects.exists()


def test_what_somebody_else_said_in_between_is_shown_and_not_overwritten(
    client: Client, leader: Membership
) -> None:
    assessment = make_assessment(leader)
    before = filled_in(read(assessment, leader))
    say(assessment, leader, ("A.8.6",))

    answer = client.post(address(assessment, "controls/choose/"), before)

    assert answer.status_code == 409
    assert 'value="A.8.6"' in answer.content.decode()
    assert ControlChoice.objects.get().identifiers == ["A.8.6"]


def test_an_auditor_reads_and_says_nothing(client: Client, leader: Membership) -> None:
    assessment = make_assessment(leader)
    say(assessment, leader, ("A.5.9",))
    client.force_login(make_reader(Role.AUDITOR, assessment).user)

    text = client.get(address(assessment)).content.decode()

    assert "A.5.9" in text
    assert "controls/rows/" not in text
    assert client.get(address(assessment, "controls/rows/")).status_code == 403
    assert client.post(address(assessment, "controls/choose/")).status_code == 403


def test_nothing_in_scope_is_said(client: Client, leader: Membership) -> None:
    page = make_page(2).replace("| RA | I |", "| I | RA |")
    assessment = make_assessment(leader, edition=make_edition(page))

    rows = client.get(address(assessment, "controls/rows/")).content.decode()

    assert "Nothing in scope" in rows
    assert "No duty belongs" in client.get(address(assessment)).content.decode()

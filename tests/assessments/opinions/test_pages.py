"""The pages of auditors' opinions: the list, the duty's own page, grid and dashboard."""

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.services.opinions import undo_opinions
from tests.assessments.opinions.pages import rows_of, text_of, url
from tests.assessments.workbooks import lines, opened, sheet
from tests.builders import NOW, make_member, make_opinions, make_reader

pytestmark = pytest.mark.django_db


def test_the_list_says_its_numbers_and_is_narrowed_by_result(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, "conforming", "minor", by=auditor)
    first, second, third = (f'id="opinion-{row.key}"' for row in rows_of(assessment))

    whole = text_of(client, url("opinions", assessment))
    minor = text_of(client, f"{url('opinions', assessment)}?result=minor")
    without = text_of(client, f"{url('opinions', assessment)}?result=without")

    assert "You gave an opinion on 2 of 3 duties" in whole
    assert ": 1 conforming, 1 minor non-conformity" in whole
    assert [row in whole for row in (first, second, third)] == [True, True, True]
    assert [row in minor for row in (first, second, third)] == [False, True, False]
    assert [row in without for row in (first, second, third)] == [False, False, True]


def test_a_filter_that_keeps_nothing_says_so_and_leads_back_to_all(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, *["conforming"] * 3, by=auditor)

    none = text_of(client, f"{url('opinions', assessment)}?result=major")
    without = text_of(client, f"{url('opinions', assessment)}?result=without")

    assert "No row with this opinion" in none
    assert "Every row has an opinion" in without
    assert 'href="?"' in none


def test_a_manager_reads_the_opinions_and_is_led_to_plan_what_does_not_conform(
    assessment: Assessment, manager: Membership, client: Client
) -> None:
    make_opinions(assessment, "major", "minor", "conforming")
    covered, gap, _rest = rows_of(assessment)

    page = text_of(client, url("opinions", assessment))

    assert "3 of 3 duties have an opinion" in page
    assert 'name="result"' not in page
    assert f'{url("answer", assessment, gap.key)}#plan"' in page
    assert "Answer it as a gap" in page
    assert page.count("opinion-plan") == 2
    assert covered.coverage == "covered"


def test_an_auditor_is_not_led_to_plan_and_reads_no_internal_note(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, "major", by=auditor)
    Answer.objects.of_assessment(assessment).update(internal_note="CANARY")

    page = text_of(client, url("opinions", assessment))

    assert "opinion-plan" not in page
    assert "CANARY" not in page


def test_an_auditor_sees_what_other_auditors_found_beside_their_own(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, "major", note="The other said")
    key = rows_of(assessment)[0].key

    shown = [
        text_of(client, url("opinions", assessment)),
        text_of(client, url("answer", assessment, key)),
    ]

    assert all("The other said" in page for page in shown)
    assert "You gave an opinion on 0 of 3 duties" in shown[0]


@pytest.mark.thorough
def test_opinions_stand_on_the_grid_the_dashboard_the_duty_and_in_the_history(
    assessment: Assessment, manager: Membership, client: Client
) -> None:
    make_opinions(assessment, "minor", note="No list")
    key = rows_of(assessment)[0].key

    grid = text_of(client, url("duties", assessment))
    dashboard = text_of(client, url("dashboard", assessment))
    duty = text_of(client, url("answer", assessment, key))

    assert f"{url('answer', assessment, key)}#opinion" in grid
    assert "1 of 3 duties has an opinion: 1 minor non-conformity" in dashboard
    assert "No list" in duty
    assert "stated as auditor: “minor non-conformity” (was: –)" in duty


def test_the_history_tells_a_batch_of_opinions_by_its_number(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    batch = make_opinions(assessment, "minor", "minor", by=auditor).batch
    undo_opinions(assessment_id=assessment.pk, batch=batch, by=auditor, at=NOW)

    page = text_of(client, url("history", assessment))

    assert "2 opinions changed" in page
    assert "2 opinions taken back" in page


@pytest.mark.thorough
def test_without_an_opinion_nothing_is_said_of_any(
    assessment: Assessment, manager: Membership, client: Client
) -> None:
    key = rows_of(assessment)[0].key

    pages = [
        text_of(client, url("duties", assessment)),
        text_of(client, url("dashboard", assessment)),
        text_of(client, url("answer", assessment, key)),
    ]

    assert not any("opinion-mark" in page or "have an opinion" in page for page in pages)
    assert 'id="opinion"' not in pages[2]


def test_the_list_has_a_twin_with_a_line_for_each_opinion(
    assessment: Assessment, manager: Membership, client: Client
) -> None:
    one = make_reader(Role.AUDITOR, assessment)
    make_opinions(assessment, "major", by=one, note="First")
    make_opinions(assessment, "minor", "conforming", note="Second")

    response = client.get(
        f"{url('opinions_xlsx', assessment)}?result=minor", headers={"accept-language": "en"}
    )

    book = opened(b"".join(response))
    found = lines(sheet(book, book.sheetnames[0]))
    assert [row[4:7] for row in found if "Second" in row or "First" in row] == [
        [found[-2][4], "minor non-conformity", "Second"],
        [str(one), "major non-conformity", "First"],
    ]


def test_an_auditor_has_no_page_of_an_assessment_that_is_not_shared(
    assessment: Assessment, client: Client
) -> None:
    stranger = make_member(Role.AUDITOR, organisation=assessment.organisation)
    client.force_login(stranger.user)

    statuses = {
        client.get(url(name, assessment)).status_code for name in ("opinions", "opinions_xlsx")
    }

    assert statuses == {404}

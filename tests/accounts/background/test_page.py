"""The page of background work: what it shows, narrows to, hides; and its script."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.rights import Role
from jobs.models import Job
from tests.accounts.background.working import (
    line_of,
    make_asked,
    make_cancelled,
    make_failed,
    signed_in,
    work_url,
)
from tests.builders import make_assessment, make_member
from tests.builders.made import make_asked_file

pytestmark = pytest.mark.django_db


def test_the_page_shows_it_and_its_ways(manager: Membership) -> None:
    failed = make_failed(make_asked(manager)[1])
    waiting = make_asked(manager)[1]

    page = signed_in(manager).get(work_url(manager))

    assert page.status_code == 200
    assert work_url(manager, "run_again", failed.key) in page.text
    assert work_url(manager, "cancel_background", waiting.key) in page.text
    assert work_url(manager, "background_progress", waiting.key) in page.text
    assert "f00d" in page.text
    assert page.text.index(str(waiting.key)) < page.text.index(str(failed.key))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("state=failed", ["failed"], id="state"),
        pytest.param("kind=make-workbook&state=queued", ["queued"], id="both"),
        pytest.param("state=done", [], id="one that does not occur"),
        pytest.param("state=lost&kind=", ["queued", "failed"], id="one that there is not"),
    ],
)
def test_the_query_narrows_it(manager: Membership, query: str, shown: list[str]) -> None:
    make_failed(make_asked(manager)[1])
    make_asked(manager)

    page = signed_in(manager).get(f"{work_url(manager)}?{query}")

    assert [row.record.state for row in page.context["table"].rows] == shown
    assert ("Nothing answers these filters" in page.text) == (not shown)


def test_the_workbook_has_the_rows_that_the_filter_shows(manager: Membership) -> None:
    failed = make_failed(make_asked(manager)[1])
    make_asked(manager)

    file = signed_in(manager).get(f"{work_url(manager, 'background_xlsx')}?state=failed")

    sheet = openpyxl.load_workbook(BytesIO(file.content)).worksheets[0]
    (row,) = sheet.iter_rows(min_row=2, values_only=True)
    line = line_of(failed, manager)
    assert line.place
    assert row[:2] == (line.name, line.place.name)
    assert row[3:] == (str(manager.user), "failed", line.text, "1\u00a0min 15\u00a0s")


def test_an_organisation_at_rest_says_so(manager: Membership) -> None:
    page = signed_in(manager).get(work_url(manager))

    assert "Nothing waits and nothing runs" in page.text


def test_one_query_count_for_one_and_forty(manager: Membership) -> None:
    client, assessment = signed_in(manager), make_assessment(manager)
    make_asked_file(assessment, by=manager)
    client.get(work_url(manager))
    counts = []

    for number in range(40):
        if number in {0, 39}:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(work_url(manager)).status_code == 200
            counts.append(len(queries))
        make_asked_file(assessment, by=manager, query=f"q={number}")

    assert counts[0] == counts[1]


def test_what_others_asked_for_is_hidden_from_who_does_not_lead(manager: Membership) -> None:
    job = make_asked(manager)[1]
    client = signed_in(make_member(Role.CONTRIBUTOR, organisation=manager.organisation))

    answers = [
        client.get(work_url(manager, "background_progress", job.key)),
        client.post(work_url(manager, "cancel_background", job.key)),
        client.post(work_url(manager, "run_again", job.key)),
        client.get(work_url(manager, "background_progress", uuid4())),
    ]

    assert [each.status_code for each in answers] == [404] * 4
    assert Job.objects.get().state == Job.State.QUEUED


def test_the_script_is_led_back_to_the_page_it_is_on(manager: Membership) -> None:
    job = make_cancelled(make_asked(manager)[1])
    client, listed = signed_in(manager), work_url(manager)
    urls = (f"{listed}?page=2", "/elsewhere/", "https://evil.example/")

    found = [
        client.get(
            work_url(manager, "background_progress", job.key), headers={"Referer": f"{site}{url}"}
        ).json()["next"]
        for site, url in zip(("http://testserver", "http://testserver", ""), urls, strict=True)
    ]

    assert found == [f"{listed}?page=2", listed, listed]

"""What an auditor sends of one row, and what comes of it."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Membership
from assessments.models import Assessment, Opinion
from tests.assessments.opinions.pages import rows_of, text_of, url
from tests.builders import make_opinions

pytestmark = pytest.mark.django_db


def test_an_auditor_states_an_opinion_and_comes_back_to_the_row(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    key = rows_of(assessment)[0].key
    sent = {"back": "list", "revision": 0, "result": "minor", "note": "No list\r\nat all"}

    response = client.post(f"{url('state_opinion', assessment, key)}?result=without", sent)

    opinion = Opinion.objects.get()
    assert (opinion.result, opinion.note, opinion.author) == ("minor", "No list\nat all", auditor)
    page, _hash, place = response["Location"].partition("#")
    assert page.startswith(f"{url('opinions', assessment)}?result=without&changed=")
    assert place == f"opinion-{key}"


def test_from_the_page_of_a_duty_one_comes_back_to_it(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    key = rows_of(assessment)[0].key

    response = client.post(
        url("state_opinion", assessment, key), {"revision": 0, "result": "conforming"}
    )

    assert response["Location"].startswith(f"{url('answer', assessment, key)}?changed=")
    assert response["Location"].endswith("#opinion")


def test_a_note_without_a_result_is_shown_again_and_not_kept(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    key = rows_of(assessment)[0].key

    response = client.post(
        url("state_opinion", assessment, key),
        {"revision": 0, "note": "Where is the list?"},
        headers={"accept-language": "en"},
    )

    assert response.status_code == 422
    assert "Where is the list?" in response.content.decode()
    assert "Choose a result" in response.content.decode()
    assert not Opinion.objects.exists()


def test_an_opinion_changed_elsewhere_meanwhile_is_not_written_over(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, "conforming", by=auditor)
    key = rows_of(assessment)[0].key

    response = client.post(
        url("state_opinion", assessment, key),
        {"revision": 0, "result": "major", "note": "Mine"},
    )

    assert response.status_code == 409
    assert "Mine" in response.content.decode()
    assert 'name="revision" value="1"' in response.content.decode()
    assert Opinion.objects.get().result == "conforming"


def test_a_new_result_is_of_today_unless_the_date_was_touched(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, "minor", "minor", by=auditor)
    Opinion.objects.update(stated_on=date(2026, 1, 5))
    untouched, touched = (row.key for row in rows_of(assessment)[:2])
    said = {"revision": 1, "result": "conforming", "was_result": "minor", "was_on": "2026-01-05"}

    client.post(url("state_opinion", assessment, untouched), {**said, "stated_on": "2026-01-05"})
    client.post(url("state_opinion", assessment, touched), {**said, "stated_on": "2026-01-09"})

    days = {opinion.answer.key: opinion.stated_on for opinion in Opinion.objects.all()}
    assert days[untouched] not in {None, date(2026, 1, 5)}
    assert days[touched] == date(2026, 1, 9)


def test_a_note_that_is_changed_alone_keeps_the_date(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, "minor", by=auditor)
    Opinion.objects.update(stated_on=date(2026, 1, 5))
    said = {"result": "minor", "was_result": "minor", "was_on": "2026-01-05"}
    sent = {**said, "revision": 1, "stated_on": "2026-01-05", "note": "More"}

    client.post(url("state_opinion", assessment, rows_of(assessment)[0].key), sent)

    opinion = Opinion.objects.get()
    assert (opinion.note, opinion.stated_on) == ("More", date(2026, 1, 5))


def test_an_opinion_is_taken_back_and_the_taking_back_undone(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    make_opinions(assessment, "major", by=auditor, note="Nothing")
    key = rows_of(assessment)[0].key
    sent = {"revision": 1, "is_taken_back": "on", "note": "Nothing", "back": "list"}

    back = client.post(url("state_opinion", assessment, key), sent)
    is_gone = not Opinion.objects.of_assessment(assessment).exists()
    batch = back["Location"].partition("changed=")[2].partition("#")[0]
    undone = client.post(
        url("undo_opinions", assessment), {"batch": batch, "back": "list", "row": key}
    )

    assert is_gone
    assert undone["Location"] == f"{url('opinions', assessment)}#opinion-{key}"
    assert Opinion.objects.get().note == "Nothing"


@pytest.mark.parametrize("batch", ["", "0" * 32, "none"])
def test_nothing_to_undo_is_said_and_leads_back(
    assessment: Assessment, auditor: Membership, client: Client, batch: str
) -> None:
    response = client.post(
        url("undo_opinions", assessment),
        {"batch": batch, "back": "nowhere"},
        follow=True,
        headers={"accept-language": "en"},
    )

    assert "There is nothing to take back." in response.content.decode()


def test_an_undo_that_comes_too_late_says_what_stays(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    batch = make_opinions(assessment, "minor", by=auditor).batch
    key = rows_of(assessment)[0].key
    client.post(url("state_opinion", assessment, key), {"revision": 1, "result": "major"})

    response = client.post(
        url("undo_opinions", assessment),
        {"batch": batch, "row": key},
        follow=True,
        headers={"accept-language": "en"},
    )

    assert "What you changed since stays as it is." in response.content.decode()
    assert Opinion.objects.get().result == "major"


def test_a_closed_assessment_takes_and_undoes_nothing(
    assessment: Assessment, auditor: Membership, client: Client
) -> None:
    batch = make_opinions(assessment, "minor", by=auditor).batch
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED)
    key = rows_of(assessment)[1].key

    answers = [
        client.post(
            url("state_opinion", assessment, key), {"revision": 0, "result": "conforming"}
        ),
        client.post(url("undo_opinions", assessment), {"batch": batch}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert 'name="result"' not in text_of(client, url("opinions", assessment))

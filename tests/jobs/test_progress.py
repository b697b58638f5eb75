"""How far a job is, in words, as JSON and as a part of a page."""

from uuid import UUID, uuid4

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from jobs.models import Job
from jobs.selectors import Progress, progress_of
from jobs.services import request_cancel, run_next
from tests.builders import NOW
from tests.jobs.asking import ORGANISATION, make_claimed, make_job

pytestmark = pytest.mark.django_db


def progress(job: Job) -> Progress:
    """Return how far a job is, which is there."""
    found = progress_of(key=job.key, organisation_id=ORGANISATION)
    assert found is not None
    return found


def test_how_far_a_job_is_takes_one_query(
    django_assert_num_queries: "pytest.FixtureRequest",
) -> None:
    job = make_job()

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = progress(job)

    assert (found.key, found.kind, found.state) == (job.key, "add", "queued")
    assert (found.done, found.total, found.is_finished) == (0, 0, False)


@pytest.mark.asvs("8.2.2")
def test_another_organisation_has_no_such_job() -> None:
    job = make_job()

    assert progress_of(key=job.key, organisation_id=ORGANISATION + 1) is None


@pytest.mark.parametrize("key", [None, uuid4()], ids=["none", "unknown"])
def test_a_job_that_never_was_is_none(key: UUID | None) -> None:
    assert progress_of(key=key, organisation_id=ORGANISATION) is None


@pytest.mark.parametrize(
    ("values", "text"),
    [
        pytest.param({"state": "queued"}, "Waiting for its turn", id="queued"),
        pytest.param({"state": "running"}, "Under way", id="running, nobody knows how far"),
        pytest.param({"state": "running", "total": 50_000}, "0 of 50,000", id="running"),
        pytest.param({"state": "running", "is_cancelling": True}, "Stopping", id="cancelling"),
        pytest.param({"state": "done"}, "Finished", id="done"),
        pytest.param({"state": "cancelled"}, "Cancelled", id="cancelled"),
        pytest.param(
            {"state": "failed", "result": {"code": "broken", "reference": "0123abcd"}},
            "It failed. Reference: 0123abcd",
            id="failed",
        ),
    ],
)
def test_each_state_has_its_words(values: dict[str, object], text: str) -> None:
    facts = {"done": 0, "total": 0, "is_finished": False, "is_cancelling": False, "result": {}}
    with translation.override("en"):
        found = Progress(key=uuid4(), kind="add", **facts | values)  # type: ignore[arg-type]

        assert found.text == text


def test_the_page_is_led_on_only_when_the_job_is_finished() -> None:
    job = make_job()
    before = progress(job).as_json(leads_to="/there/")
    run_next()

    after = progress(job).as_json(leads_to="/there/")

    assert before.keys() == after.keys()
    assert (before["is_finished"], before["next"]) == (False, None)
    assert (after["is_finished"], after["next"], after["state"]) == (True, "/there/", "done")
    assert (after["done"], after["total"]) == (2, 2)


def test_a_page_that_leads_nowhere_stays() -> None:
    job = make_job()
    run_next()

    assert progress(job).as_json()["next"] is None


def test_a_wish_to_cancel_shows_until_the_job_ends() -> None:
    job = make_claimed()
    request_cancel(job=job, at=NOW)

    found = progress(job)

    assert found.is_cancelling
    assert not found.is_finished


def rendered(found: Progress) -> str:
    """Return the part of a page, in English."""
    context = {"progress": found, "label": "Reading", "url": "/far.json", "here": "/far/"}
    with translation.override("en"):
        return render_to_string(
            "components/_progress.html", context | {"cancel_url": "/stop/", "csrf_token": "t"}
        )


def test_a_page_of_a_running_job_shows_how_far_and_can_cancel() -> None:
    job = make_claimed()
    Job.objects.filter(pk=job.pk).update(done=12, total=300)

    page = rendered(progress(job))

    assert 'max="300" value="12"' in page
    assert "12 of 300" in page
    assert 'action="/stop/"' in page
    assert '<noscript><p><a class="button" href="/far/">' in page


def test_a_page_of_a_finished_job_has_nothing_to_cancel() -> None:
    job = make_job()
    run_next()

    page = rendered(progress(job))

    assert "Finished" in page
    assert "/stop/" not in page
    assert "<noscript>" not in page

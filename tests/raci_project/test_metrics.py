"""Numbers for whoever watches the installation, and for nobody else."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from jobs.models import Chore, Job
from jobs.selectors import work_in_numbers
from raci_project import metrics
from raci_project.access import answers_told
from raci_project.smtp import EmailBackend
from tests.messages import ROOT

TOKEN = "a-token-that-nobody-guesses-easily"


@pytest.fixture
def watching(settings: Settings) -> Client:
    """Return a client that shows the token."""
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"authorization": f"Bearer {TOKEN}"})


def numbers(client: Client) -> dict[str, float]:
    """Return what the page says: each name with its labels, and the number."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.asvs("13.4.5")
@pytest.mark.parametrize(
    ("token", "shown"),
    [
        pytest.param("", "Bearer ", id="off"),
        pytest.param(TOKEN, "", id="none shown"),
        pytest.param(TOKEN, "Bearer another", id="another"),
        pytest.param(TOKEN, f"Basic {TOKEN}", id="another way"),
        pytest.param(TOKEN, "Bearer é", id="no token at all"),
    ],
)
def test_without_the_token_there_is_nothing(token: str, shown: str, settings: Settings) -> None:
    settings.METRICS_TOKEN = token

    answer = Client().get("/metrics", headers={"authorization": shown})

    assert answer.status_code == 404


@pytest.mark.django_db
def test_answers_are_counted_by_route_and_status(watching: Client) -> None:
    middleware = answers_told(lambda _request: HttpResponse(status=418))
    before = numbers(watching)

    middleware(RequestFactory().get("/o/canary-of-an-organisation/"))
    middleware(RequestFactory().generic("BREW", "/"))
    after = numbers(watching)

    assert after["remit_answers_total['-', '418', 'GET']"] == (
        before.get("remit_answers_total['-', '418', 'GET']", 0) + 1
    )
    assert after["remit_answers_total['-', '418', 'other']"] >= 1
    assert after["remit_answer_seconds_count['-', 'GET']"] >= 1
    assert not [name for name in after if "canary" in name]


def test_counting_an_answer_asks_the_database_nothing(
    watching: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    middleware = answers_told(lambda _request: HttpResponse())

    with django_assert_num_queries(0):
        middleware(RequestFactory().get("/"))


@pytest.mark.django_db
def test_a_scrape_asks_as_much_however_much_there_is(
    watching: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    numbers(watching)
    _wait(*range(20))

    with django_assert_num_queries(4):
        numbers(watching)


@pytest.mark.django_db
def test_the_database_tells_of_work_and_proofs(watching: Client) -> None:
    _wait(300, 20)
    Chore.objects.create(name="send-digests", due_at=timezone.now(), failures=3)

    found = numbers(watching)

    assert found["remit_database_up[]"] == 1
    assert found["remit_jobs['queued']"] == 2
    assert found["remit_jobs['failed']"] == 0
    assert 300 <= found["remit_oldest_waiting_job_seconds[]"] < 360
    assert found["remit_chore_failures['send-digests']"] == 3
    assert found["remit_evidence_bytes[]"] == 0


@pytest.mark.django_db
def test_a_database_that_is_down_is_a_number_too(
    watching: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "work_in_numbers", _away)

    found = numbers(watching)

    assert found["remit_database_up[]"] == 0
    assert "remit_jobs['queued']" not in found


@pytest.mark.django_db
def test_without_work_nothing_has_waited() -> None:
    assert work_in_numbers(at=timezone.now()).oldest_seconds == 0


def test_a_mail_that_is_not_taken_is_counted_and_told_to_who_sent_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[int] = []
    monkeypatch.setattr("raci_project.smtp.count_mail_not_sent", lambda: counted.append(1))
    monkeypatch.setattr(smtp.EmailBackend, "send_messages", _refusing)

    with pytest.raises(SMTPException):
        EmailBackend().send_messages([EmailMessage()])

    assert counted == [1]


COUNT = """
import django
django.setup()
from raci_project.metrics import count_answer
count_answer("matrix:library", "GET", 200, 0.2)
"""
SCRAPE = """
from raci_project.metrics import numbers
print(numbers().decode())
"""


@pytest.mark.thorough
def test_processes_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "counts").mkdir()
    variables = os.environ | {
        "REMIT_DATA": f"{tmp_path}/data",
        "DATABASE_URL": f"sqlite:///{tmp_path}/data/empty.sqlite3",
        "METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": f"{tmp_path}/counts",
    }

    for program in (COUNT, COUNT + SCRAPE):
        run = subprocess.run(  # noqa: S603  # the programs are written above
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
            check=True,
        )

    assert 'remit_answers_total{route="matrix:library",status="200",verb="GET"} 2.0' in run.stdout
    assert 'le="0.2",route="matrix:library",verb="GET"} 2.0' in run.stdout
    assert "remit_database_up 0.0" in run.stdout  # it has no tables


def _refusing(*_: object) -> None:
    raise SMTPException


def _away(**_: object) -> None:
    from django.db import OperationalError

    raise OperationalError


def _wait(*seconds: int) -> None:
    now = timezone.now()
    Job.objects.bulk_create(
        Job(kind="x", organisation_id=1, created_at=now - timedelta(seconds=each))
        for each in seconds
    )

"""Several processes behind nginx, on PostgreSQL: what one of them knows, all of them know."""

import json
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from assessments.models import Answer, Export, MadeFile
from assessments.services.answering import ANSWERED
from audit.models import Event
from jobs.models import Job
from tests.builders import PASSWORD, make_assessment, make_edition, make_member, make_user
from tests.builders.made import make_asked_file
from tests.deploy.site import PROCESSES, Site
from tests.deploy.visiting import CSRF, HOST, NONE, SESSION, Headers, Visitor

# What the address of a key begins with.
KINDS = ("invitations", "calendar", "summaries", "shared", "closed")
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.postgresql,
    pytest.mark.xdist_group("site"),
    pytest.mark.django_db(transaction=True),
]

JOBS = 6
WAIT_SECONDS = 60.0
SIGN_IN, SIGN_OUT = "/account/login/", "/account/logout/"
PROFILE = "/profile/"


@pytest.fixture
def person(settings: Settings) -> User:
    """Return somebody with a password as it is kept in earnest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = make_member(user=make_user(password=None)).user
    user.password = make_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def sign_in(
    visitor: Visitor, email: str, password: str = PASSWORD, headers: Headers = NONE
) -> int:
    """Send the form of the sign-in page."""
    return visitor.post(SIGN_IN, {"login": email, "password": password}, headers=headers).status


def holds(served: Site, visitor: Visitor) -> list[bool]:
    """Tell of each process whether it knows the visitor."""
    return [visitor.get(PROFILE, at=port).status == 200 for port in served.ports]


@pytest.mark.asvs("7.2.1", "7.4.1")
def test_a_session_holds_in_every_process_and_ends_in_every_one(
    served: Site, visitor: Visitor, person: User
) -> None:
    signed_in = sign_in(visitor, person.email)
    known = holds(served, visitor)
    before = dict(visitor.cookies)

    visitor.post(SIGN_OUT, {})
    visitor.cookies = before

    assert signed_in == 302
    assert known == [True] * PROCESSES
    assert holds(served, visitor) == [False] * PROCESSES


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.4")
def test_cookies_are_for_this_host_and_for_https_alone(visitor: Visitor, person: User) -> None:
    answer = visitor.post(SIGN_IN, {"login": person.email, "password": PASSWORD})

    set_cookies = answer.headers.get_all("Set-Cookie") or []

    assert {SESSION, CSRF} <= {each.partition("=")[0] for each in set_cookies}
    assert all("; Secure" in each and "; Path=/" in each for each in set_cookies)
    assert not [each for each in set_cookies if "domain=" in each.lower()]
    assert all("HttpOnly" in each for each in set_cookies if each.startswith(SESSION))
    assert "max-age=31536000" in str(answer.headers["Strict-Transport-Security"])


@pytest.mark.asvs("6.3.1")
def test_attempts_are_counted_over_all_processes(
    served: Site, visitor: Visitor, person: User
) -> None:
    for turn in range(5):
        at = served.ports[turn % PROCESSES]
        wrong = {"login": person.email, "password": "wrong wrong wrong"}
        visitor.post(SIGN_IN, wrong, at=at)

    tried = [
        visitor.post(SIGN_IN, {"login": person.email, "password": PASSWORD}, at=port).status
        for port in served.ports
    ]

    assert tried == [200] * PROCESSES
    assert holds(served, visitor) == [False] * PROCESSES


@pytest.mark.asvs("6.3.1", "4.1.3")
def test_an_address_that_a_client_claims_is_not_believed(visitor: Visitor, person: User) -> None:
    for turn in range(10):
        claimed = f"198.51.100.{turn}"
        sign_in(
            visitor,
            f"nobody{turn}@example.org",
            "wrong wrong wrong",
            {"X-Forwarded-For": claimed, "Forwarded": f"for={claimed}", "X-Real-IP": claimed},
        )

    status = sign_in(visitor, person.email, headers={"X-Forwarded-For": "198.51.100.99"})

    assert status == 200  # the form again: this one address has tried too often


def test_http_leads_to_https_and_a_claimed_scheme_or_host_changes_nothing(
    served: Site, visitor: Visitor
) -> None:
    plain = visitor.get("/o/x/?a=b", at=served.http, headers={"X-Forwarded-Proto": "https"})
    claimed = visitor.get(
        PROFILE, headers={"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    )
    other = visitor.get(PROFILE, headers={"Host": "evil.example"})

    assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/o/x/?a=b")
    assert (claimed.status, str(claimed.headers["Location"])[:15]) == (302, SIGN_IN)
    assert other.status == 400
    assert visitor.get("/metrics").status == 404


@pytest.mark.asvs("16.2.5", "14.2.1")
def test_keys_of_links_are_in_no_log(served: Site, visitor: Visitor) -> None:
    key = "k3y-that-nobody-may-read"
    paths = [f"/{kind}/{key}/" for kind in KINDS]
    paths += [f"/still-true/{key}/", f"/account/password/reset/key/1-{key}/"]
    paths += [f"{SIGN_IN}?next=%2Fshared%2F{key}%2F"]

    answers = [visitor.get(path).status for path in paths]

    last = f'"GET {SIGN_IN}?next=%2Fshared%2F...'
    assert not [status for status in answers if status >= 500]
    assert last in _logs(served, until=last)
    assert key not in _logs(served)


def _logs(served: Site, *, until: str = "") -> str:
    # nginx writes its line when the answer has left already.
    end = monotonic() + WAIT_SECONDS
    while True:
        logs = "".join(path.read_text() for path in (served.folder / "logs").iterdir())
        if until in logs or monotonic() > end:
            return logs
        sleep(0.1)


def test_of_answers_to_one_row_at_once_one_is_kept_and_the_others_are_told(
    served: Site, visitor: Visitor
) -> None:
    by = make_member()
    assessment = make_assessment(by)
    row = Answer.objects.of_assessment(assessment).select_related("activity").first()
    assert row
    visitor.is_let_in_as(by.user)
    sent = {"rows": f"{row.key}:{row.revision}", "sections": str(row.activity.section_id)}
    url = reverse("assessments:record", args=[by.organisation.slug, assessment.pk])

    def answered(turn: int) -> int:
        return visitor.post(url, sent | {"note": f"turn {turn}", "coverage": "gap"}).status

    with ThreadPoolExecutor(6) as people:
        statuses = sorted(people.map(answered, range(6)))

    row.refresh_from_db()
    assert statuses == [200, *[409] * 5]
    assert row.revision == 2
    assert Event.objects.filter(verb=ANSWERED).count() == 1


def test_each_job_is_done_once_whoever_takes_it(served: Site) -> None:
    by = make_member()
    edition = make_edition()
    for _ in range(JOBS):
        make_asked_file(make_assessment(by, edition=edition), by=by)

    with served.workers(2):
        until = monotonic() + WAIT_SECONDS
        while Job.objects.exclude(state=Job.State.DONE).exists() and monotonic() < until:
            sleep(0.2)

    assert Job.objects.filter(state=Job.State.DONE).count() == JOBS
    assert MadeFile.objects.exclude(made_at=None).count() == JOBS
    assert Export.objects.count() == JOBS


def test_static_files_come_compressed_and_are_kept_for_good(visitor: Visitor) -> None:
    page = visitor.get(SIGN_IN).body.decode()

    path = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = visitor.get(path, headers={"Accept-Encoding": "gzip"})

    assert path.startswith("/static/")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["Cache-Control"]


def test_it_is_ready_once_a_worker_is_at_work(served: Site, visitor: Visitor) -> None:
    def checks() -> dict[str, str]:
        told: dict[str, str] = json.loads(visitor.get("/readyz").body)["checks"]
        return told

    with served.workers(1):
        until = monotonic() + WAIT_SECONDS
        while set(checks().values()) != {"ok"} and monotonic() < until:
            sleep(0.2)
        found = checks()

    assert found == dict.fromkeys(("database", "migrations", "storage", "worker"), "ok")

"""The evidence of an organisation: the list, its twin, one piece of it, and its file."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from evidence.models import Evidence
from evidence.services import withdraw_evidence
from tests.assessments.proofs.proving import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    attach,
    cover,
    make_proof,
    rows_of,
)
from tests.builders import NOW, make_assessment, make_member, make_reader, make_sign_off
from tests.builders.evidence import make_evidence, make_file, make_link

pytestmark = pytest.mark.django_db

SAID = {"evidence_type": "report", "confidentiality": "internal", "revision": "1"}


def _url(name: str, by: Membership, *more: Any) -> str:
    return reverse(f"assessments:{name}", args=[by.organisation.slug, *more])


def _titles(client: Client, by: Membership, query: str = "") -> list[str]:
    content = client.get(f"{_url('evidence_list_xlsx', by)}?{query}").content
    _, *rows = load_workbook(BytesIO(content)).worksheets[0].values
    return [str(row[0]) for row in rows]


def test_without_evidence_the_list_says_where_it_comes_from(
    client: Client, manager: Membership
) -> None:
    page = client.get(_url("evidence_list", manager)).content.decode()

    assert "No proof yet" in page
    assert "Proofs are brought on the page of a duty" in page


def test_the_list_says_what_expires_and_what_proves_nothing(
    client: Client, manager: Membership
) -> None:
    row, *_ = rows_of(make_assessment(manager))
    make_evidence(by=manager, title="Visit", valid_until=YESTERDAY)
    attach(make_evidence(by=manager, valid_until=TOMORROW), row, by=manager)

    page = client.get(_url("evidence_list", manager)).content.decode()

    assert "2 proofs" in page
    assert "1 expired, 1 proof expires within 30 days, 1 attached to no duty" in page
    assert "expired 1 day ago" in page


def test_the_list_is_narrowed_page_and_twin_alike(client: Client, manager: Membership) -> None:
    row, *_ = rows_of(assessment := make_assessment(manager))
    make_proof(row, by=manager, title="Restore", evidence_type="report")
    make_link(by=manager, title="Ticket", valid_until=TOMORROW)
    make_evidence(by=manager, title="Visit", valid_until=YESTERDAY)
    gone = make_evidence(by=manager, title="Mistake")
    withdraw_evidence(evidence=gone, reason="Wrong", revision=1, by=manager, at=NOW)
    queries = {
        "": ["Mistake", "Visit", "Ticket", "Restore"],
        "kind=link": ["Ticket"],
        "type=report": ["Restore"],
        "validity=valid": ["Ticket", "Restore"],
        "validity=expiring": ["Ticket"],
        "validity=expired": ["Visit"],
        "validity=ending": ["Visit", "Ticket"],
        "validity=withdrawn": ["Mistake"],
        "use=attached": ["Restore"],
        "use=loose": ["Mistake", "Visit", "Ticket"],
        f"assessment={assessment.pk}": ["Restore"],
        "q=PROOF.txt": ["Restore"],
        "kind=nothing": ["Mistake", "Visit", "Ticket", "Restore"],
    }

    found = {query: _titles(client, manager, query) for query in queries}

    assert found == queries


def test_a_filter_that_keeps_nothing_says_so(client: Client, manager: Membership) -> None:
    make_evidence(by=manager)
    url = _url("evidence_list", manager)

    empty = client.get(f"{url}?kind=file&q=nowhere").content.decode()
    unknown = client.get(f"{url}?kind=nothing").content.decode()

    assert "Nothing here: file, “nowhere”" in empty
    assert "Part of this filter is not known here" in unknown


def test_the_twin_keeps_dates_and_numbers(client: Client, manager: Membership) -> None:
    make_file(b"x" * 9, by=manager, valid_until=TODAY, population=120, sample=12)

    content = client.get(_url("evidence_list_xlsx", manager)).content

    headings, row = load_workbook(BytesIO(content)).worksheets[0].values
    found: dict[Any, Any] = dict(zip(headings, row, strict=True))
    assert found["Valid until"].date() == TODAY
    assert (found["Population"], found["Sample"], found["Size (bytes)"]) == (120, 12, 9)
    assert found["Duties"] == 0


def test_one_piece_says_what_it_proves_and_what_is_known_of_it(
    client: Client, manager: Membership
) -> None:
    row, *_ = rows_of(make_assessment(manager))
    evidence = make_proof(
        row, by=manager, period_from=YESTERDAY, period_to=TODAY, source_system="Veeam"
    )

    page = client.get(_url("evidence", manager, evidence.key)).content.decode()

    assert evidence.sha256 in page
    assert "21 November 2026 to 22 November 2026" in page
    assert f"/duties/{row.key}/#evidence" in page
    assert "attached to 1 duty" in page


def test_half_a_period_is_said_as_far_as_it_is_known(client: Client, manager: Membership) -> None:
    since = make_evidence(by=manager, period_from=TODAY)
    until = make_evidence(by=manager, period_to=TODAY)

    pages = [
        client.get(_url("evidence", manager, each.key)).content.decode() for each in (since, until)
    ]

    assert "from 22 November 2026" in pages[0]
    assert "until 22 November 2026" in pages[1]


def test_a_file_is_handed_out_as_a_download(client: Client, manager: Membership) -> None:
    evidence = make_file(b"All restored.", by=manager)

    response = client.get(_url("evidence_file", manager, evidence.key))

    assert b"".join(response) == b"All restored."
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_what_is_said_is_revised_and_a_second_time_is_stale(
    client: Client, manager: Membership
) -> None:
    evidence = make_evidence(by=manager, title="Visit")
    values = {**SAID, "title": "Visit of March", "collected_by": manager.pk}
    url = _url("revise_evidence", manager, evidence.key)

    saved = client.post(url, values)
    stale = client.post(url, values)

    evidence.refresh_from_db()
    assert (saved.status_code, stale.status_code) == (302, 409)
    assert (evidence.title, evidence.collected_by) == ("Visit of March", manager)
    assert evidence.collected_at == NOW


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"valid_until": "tomorrow"}, "Enter a valid date.", id="no date"),
        pytest.param(
            {"confidentiality": "secret", "is_visible_to_auditor": "on"},
            "What is secret is not shown to auditors.",
            id="secret",
        ),
    ],
)
def test_facts_that_cannot_be_are_refused(
    client: Client, manager: Membership, values: dict[str, str], said: str
) -> None:
    evidence = make_evidence(by=manager)

    response = client.post(_url("revise_evidence", manager, evidence.key), SAID | values)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_what_is_withdrawn_says_so_and_is_changed_no_more(
    client: Client, manager: Membership
) -> None:
    evidence = make_evidence(by=manager)
    url = _url("withdraw_evidence", manager, evidence.key)

    without = client.post(url, {"reason": " ", "revision": "1"})
    done = client.post(url, {"reason": "Of another year", "revision": "1"}, follow=True)
    again = client.post(url, {"reason": "Of another year", "revision": "2"})
    page = client.get(_url("evidence", manager, evidence.key)).content.decode()

    assert (without.status_code, again.status_code) == (422, 409)
    assert "Of another year" in done.content.decode()
    assert "withdrawn: it proves nothing" in page
    assert "Save" not in page


def test_a_contributor_changes_only_what_they_brought(client: Client) -> None:
    manager = make_member()
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    evidence = make_evidence(by=manager)
    client.force_login(contributor.user)

    answers = [
        client.post(_url("revise_evidence", manager, evidence.key), SAID),
        client.post(
            _url("withdraw_evidence", manager, evidence.key), {"reason": "r", "revision": "1"}
        ),
    ]

    assert [each.status_code for each in answers] == [403, 403]
    assert Evidence.objects.get().withdrawn_at is None


def test_a_collector_who_left_stays_until_another_is_named(
    client: Client, manager: Membership
) -> None:
    collector = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    evidence = make_evidence(by=manager, collected_by_id=collector.pk)
    Membership.objects.filter(pk=collector.pk).update(ended_at=NOW)

    page = client.get(_url("evidence", manager, evidence.key)).content.decode()

    assert f'<option value="{collector.pk}" selected>' in page


def test_an_auditor_finds_what_proves_a_shared_assessment_and_only_that(client: Client) -> None:
    manager = make_member()
    assessment, other = make_assessment(manager), make_assessment(manager)
    shown, elsewhere, hidden = (make_file(by=manager) for _ in range(3))
    (row,) = cover(assessment, by=manager)
    attach(shown, row, by=manager)
    attach(shown, *rows_of(other)[:1], by=manager)
    attach(elsewhere, *rows_of(other)[:1], by=manager)
    Evidence.objects.filter(pk=hidden.pk).update(is_visible_to_auditor=False)
    attach(hidden, row, by=manager)
    client.force_login(make_reader(Role.AUDITOR, assessment).user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    found = {
        each.pk: client.get(_url("evidence_file", manager, each.key)).status_code
        for each in (elsewhere, hidden)
    }
    page = client.get(_url("evidence", manager, shown.key)).content.decode()

    assert found == {elsewhere.pk: 404, hidden.pk: 404}
    assert "attached to 1 duty" in page
    assert "Withdraw" not in page
    assert _titles(client, manager) == [shown.title]


def _page(client: Client, name: str, assessment: Assessment, query: str = "") -> str:
    url = reverse(f"assessments:{name}", args=[assessment.organisation.slug, assessment.pk])
    return client.get(f"{url}{query}").content.decode()


def test_proven_stands_beside_declared_on_every_page_that_declares(
    client: Client, manager: Membership
) -> None:
    assessment = make_assessment(manager)
    row, stale, _ = cover(assessment, by=manager, number=3)
    attach(make_evidence(by=manager), row, by=manager)
    attach(make_evidence(by=manager, valid_until=YESTERDAY), stale, by=manager)

    dashboard = _page(client, "dashboard", assessment)
    sign = _page(client, "sign_page", assessment)
    portfolio = client.get(_url("list", manager)).content.decode()

    percent = "33\N{NO-BREAK SPACE}%"
    assert f"1 of 3 ({percent})" in dashboard
    assert "1 duty whose proofs have all expired" in dashboard
    assert f"1 of 3 proven ({percent})" in sign
    assert f"1 of 3 proven ({percent})" in portfolio


def test_of_a_day_that_is_over_the_dashboard_says_that_proven_was_not_kept(
    client: Client, manager: Membership
) -> None:
    assessment = make_assessment(manager)
    make_sign_off(assessment, by=manager, is_reopened=True)

    page = _page(client, "dashboard", assessment, f"?as_of={TODAY}")

    assert "not kept for past days" in page

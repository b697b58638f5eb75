"""No page asks the database more when there is more to show. Pages come from the resolver."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Team
from accounts.rights import Role
from accounts.selectors.summaries import unsubscribing_key
from accounts.services import make_calendar_key
from assessments.models import Answer, Assessment, Attachment, Intake
from assessments.selectors.still_true import still_true_key
from assessments.services.answering import AnswerValues
from assessments.views.lists import PER_PAGE
from audit.models import Event
from matrix.models import MatrixImport
from tests.assessments.proofs.proving import make_proof
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_hand_over,
    make_intake,
    make_invitation,
    make_labels,
    make_member,
    make_opinions,
    make_page,
    make_sign_off,
    make_team,
)
from tests.builders.closing import make_closing_key
from tests.builders.exports import make_asked_export
from tests.builders.links import make_share_link
from tests.builders.made import make_asked_file
from tests.builders.trackers import make_tracker
from tests.matrix.importing.imports import make_written
from tests.rights_table import TABLE
from tests.routes import url_of

pytestmark = pytest.mark.django_db

EARLIER = date(2026, 1, 31)
ROWS, EDITIONS = 40, 10
ASSESSMENTS = PER_PAGE + 1  # so that the list is cut in pages

# Asked besides the page without a filter.
FILTERED = {
    "assessments:duties": "coverage=gap&late=true&q=registre",
    "assessments:dashboard": f"as_of={date.today()}",
    "assessments:duties_xlsx": "coverage=gap&late=true&q=registre",
    "assessments:workbook": "coverage=gap&late=true&q=registre",
    "assessments:evidence_list": "kind=file&validity=valid&use=attached&q=proof",
    "assessments:evidence_list_xlsx": "kind=file&validity=valid&use=attached&q=proof",
    "assessments:gaps": "state=unplanned&severity=none&owner=me&q=registre",
    "assessments:gaps_xlsx": "state=unplanned&severity=none&owner=me&q=registre",
    "assessments:hand_overs": "state=waiting&who=me&reason=leave",
    "assessments:hand_overs_xlsx": "state=waiting&who=me&reason=leave",
    "accounts:background": "kind=make-workbook&state=queued",
    "assessments:my_duties": "owner=me&q=registre",
    "assessments:my_duties_xlsx": "owner=me&q=registre",
    "matrix:edition": "text=registre&party1=R",
    "matrix:edition_xlsx": "text=registre&party1=R",
    "matrix:organisation_edition": "text=registre&party1=R",
    "matrix:organisation_edition_xlsx": "text=registre&party1=R",
}
# Pages that are read, and what is read but made by POST, because it is put on record.
POSTED = {
    "assessments:portfolio",
    "assessments:workbook",
    "assessments:pdf",
    "assessments:sign_off_pdf",
    "assessments:pack",
    "assessments:oscal_assessment_results",
    "assessments:oscal_plan_of_action",
    "assessments:shared_workbook",
    "assessments:shared_pack",
}
READ = {name for name, line in TABLE.items() if line.verb == "get"} | POSTED
# Labels of an edition that is bundled are nobody's to attach; and no row is to recheck.
NOT_THERE = {
    "assessments:made_download",
    "assessments:still_true",
    "matrix:translation",
    "metrics",  # no token is set
    "readyz",  # no worker runs
}
# The two pages that are opened most, session and labels included.
AT_MOST = {"assessments:duties": 22, "assessments:dashboard": 28}


def counts(reader: Membership, ids: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Return how many queries each page needs, by route and query string, if it is there."""
    client, found = Client(), {}
    cache.clear()  # a throttle's count that is a minute old is deleted: one query more
    client.force_login(reader.user)
    client.get(url_of("accounts:profile", ids))  # the first page of a session has more to do
    for name, query in [*((name, "") for name in sorted(READ)), *FILTERED.items()]:
        ask = client.post if name in POSTED else client.get
        with CaptureQueriesContext(connection) as queries:
            response = ask(f"{url_of(name, ids)}?{query}", headers={"accept-language": "en"})
        b"".join(response)  # the file of a proof is open until it is read
        if response.status_code in {200, 302}:
            found[name, query] = len(queries)
    return found


def ids_of(assessment: Assessment) -> dict[str, Any]:
    """Return what a URL can name."""
    answer = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    people = Membership.objects.of_organisation(assessment.organisation).order_by("id")
    invited = make_invitation(by=people[0])
    teams = Team.objects.of_organisation(assessment.organisation).order_by("id")
    make_sign_off(assessment, by=people[0], is_reopened=True)
    shared = make_share_link(assessment, by=people[0], at=timezone.now())
    return {
        "slug": assessment.organisation.slug,
        "assessment_id": assessment.pk,
        "edition_id": assessment.edition_id,
        "key": answer.key,
        "section_id": answer.activity.section_id,
        "upgrade_id": 1,
        "hand_over_id": make_hand_over(people[0], to=teams[0], edition=assessment.edition).pk,
        "sign_off_id": make_sign_off(assessment, by=people[0], is_reopened=True).pk,
        "batch": Event.objects.about("answer", str(answer.key)).in_sequence()[0].batch,
        "option_id": 1,
        "member_id": people[0].pk,
        "team_id": Team.objects.of_organisation(assessment.organisation).order_by("id")[0].pk,
        "invitation_id": invited.invitation.pk,
        "invitation_key": invited.key,
        "summary_key": unsubscribing_key(people[0].user),
        "link_key": still_true_key(answer.key, answer.revision, people[0]),
        "calendar_key": make_calendar_key(user=people[0].user, at=NOW),
        "closing_key": make_closing_key(people[0].user),
        "share_link_key": shared.link.key,
        "share_token": shared.token,
        "comment_id": 1,
        "session_id": 1,
        "evidence_key": Attachment.objects.filter(answer=answer)[0].evidence.key,
        "import_key": MatrixImport.objects.get(name=f"for {assessment.pk}").key,
        "made_key": (made := make_asked_file(assessment, by=people[0])).key,
        "job_key": made.job_key,
        "export_key": make_asked_export(people[0]).key,
        "intake_key": Intake.objects.get(assessment=assessment, kind="working-copy").key,
        "tracker_key": Intake.objects.get(assessment=assessment, kind="tracker").key,
    }


def make_answered(by: Membership, activities: int, *owners: Membership) -> Assessment:
    """Start an assessment in which every row is answered, owned, noted and late."""
    edition = make_edition(make_page(activities))
    make_labels(edition)
    assessment = make_assessment(by, edition=edition)
    team = make_team(by)
    values = [
        AnswerValues(coverage="gap", note="n", owner_membership_id=owner.pk, due_on=EARLIER)
        for owner in owners
    ] + [
        AnswerValues(coverage="not_applicable", reason="r", owner_team_id=team.pk),
        AnswerValues(coverage="covered", internal_note="i"),
    ]
    changes = [values[number % len(values)] for number in range(activities)]
    make_answers(assessment, *changes, by=by)
    make_opinions(assessment, *["minor", "conforming"] * (activities // 2))
    for _ in range(activities // 3):
        make_proof(*Answer.objects.of_assessment(assessment).in_printed_order(), by=by)
    make_written(by, name=f"for {assessment.pk}", rows=activities)
    make_intake(assessment, *[{"note": "m", "owner": by.user.email}] * activities, by=by)
    make_tracker(assessment, by=by)
    return assessment


def make_more(by: Membership, of: Assessment) -> Assessment:
    """Fill the organisation and the library; return an assessment of many rows and owners."""
    organisation = by.organisation
    owners = [make_member(Role.CONTRIBUTOR, organisation=organisation) for _ in range(ASSESSMENTS)]
    for owner in owners:
        late = AnswerValues(coverage="gap", due_on=EARLIER, owner_membership_id=owner.pk)
        make_answers(make_assessment(by, edition=of.edition), late, by=by)
    for _ in range(EDITIONS):
        make_labels(make_edition())
    make_team(organisation=organisation)
    return make_answered(by, ROWS, *owners[:9])


@pytest.mark.thorough
def test_every_page_asks_as_often_when_there_is_more_of_everything() -> None:
    reader = make_member(Role.ADMINISTRATOR)
    small = make_answered(reader, 3, reader)
    few = counts(reader, ids_of(small))

    many = counts(reader, ids_of(make_more(reader, small)))

    assert many == few
    assert many.keys() >= {*FILTERED.items()}
    assert READ - {name for name, _ in many} <= NOT_THERE
    assert {name: many[name, ""] for name in AT_MOST if many[name, ""] > AT_MOST[name]} == {}

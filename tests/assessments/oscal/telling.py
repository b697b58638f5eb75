"""An assessment that has something of everything to tell, and documents made of it."""

import json
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.reports.oscal import DOCUMENTS
from assessments.selectors.oscal import OscalContents, oscal_contents
from assessments.selectors.workbook import Making
from assessments.services.attaching import attach_evidence
from evidence.models import Evidence
from evidence.services.adding import add_link, add_statement
from evidence.services.facts import EvidenceFacts
from matrix.models import Framework
from matrix.selectors import printed_edition
from matrix.services.controls import ControlEntry, choose_controls
from tests.assessments.gaps.planning import accept, plan
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_team,
)

KEY: Final = UUID("c0ffee00-0000-4000-8000-000000000001")
BY_WHEN: Final = date(2027, 1, 31)
UNTIL: Final = date(2027, 2, 28)
# What Markdown, JSON and XML each would read otherwise.
NASTY: Final = "*all* <b>&amp;</b> `x` [a](http://b) {{ insert: p }}\x01 C:\\_dir_\n\n# no heading"


def make_told(by: Membership) -> Assessment:
    """Make an assessment whose first row is an accepted gap with a plan and two proofs.

    The second is partial with a nasty note and nothing planned, the third is not applicable. The
    first two belong to a control that is no token of OSCAL.
    """
    edition = make_edition()
    make_labels(edition)
    assessment = make_assessment(by, edition=edition, has_messages=True)
    team = make_team(by)
    make_answers(
        assessment,
        {"coverage": "gap", "owner_team_id": team.pk, "internal_note": "SECRET"},
        {"coverage": "partial", "note": NASTY, "owner_membership_id": by.pk},
        {"coverage": "not_applicable", "reason": "no copies", "until": date(2027, 3, 31)},
        by=by,
    )
    first = row_of(assessment, 0)
    colleague = make_member(Role.CONTRIBUTOR, organisation=by.organisation)
    plan(
        first,
        by=by,
        action="Write the register down\nand have it read",
        responsible_id=colleague.pk,
        by_when=BY_WHEN,
        state="in_progress",
        severity="high",
        ticket_url="https://tickets.example/é?q=1",
    )
    accept(first, by=by, until=UNTIL, revision=1)
    for proof in make_proofs(by):
        attach(proof, first, by=by)
    say_controls(assessment, ("SA-9(5)", "AC-2"), ("SA-9(5)",), by=by)
    return assessment


def say_controls(
    assessment: Assessment,
    *said: tuple[str, ...],
    by: Membership,
    framework: str = Framework.NIST_800_53,
) -> None:
    """Say which controls the first duties of an assessment belong to."""
    entries = [
        ControlEntry(row_of(assessment, place).activity_id, 0, identifiers)
        for place, identifiers in enumerate(said)
    ]
    choose_controls(
        edition=assessment.edition, framework=framework, entries=entries, by=by, at=NOW
    )


def make_proofs(by: Membership) -> list[Evidence]:
    """Make a link that expired and a statement."""
    old = EvidenceFacts(title="Old register", valid_until=NOW.date() - timedelta(days=1))
    return [
        add_link(url="https://wiki.example/register", about=old, by=by, at=NOW),
        add_statement(statement="We do.", about=EvidenceFacts(title="Word"), by=by, at=NOW),
    ]


def attach(proof: Evidence, row: Answer, *, by: Membership) -> None:
    """Let a proof prove a row."""
    attach_evidence(
        assessment_id=row.assessment_id, keys=[row.key], evidence_key=proof.key, by=by, at=NOW
    )


def row_of(assessment: Assessment, place: int) -> Answer:
    """Return a row of an assessment, counted from 0 in printed order."""
    return Answer.objects.of_assessment(assessment).in_printed_order()[place]


def contents_of(
    assessment: Assessment,
    *,
    by: Membership | None = None,
    language: str = "en",
    at: datetime = NOW,
) -> OscalContents:
    """Read what a document says of an assessment."""
    read = Assessment.objects.with_matrix().select_related("organisation").get(pk=assessment.pk)
    printed = printed_edition(read.edition, language=language)
    return oscal_contents(read, printed, Making(KEY, language, by, at))


def document(kind: str, contents: OscalContents) -> Any:
    """Return a document as JSON."""
    return json.loads(DOCUMENTS[kind](contents).content)


def results(contents: OscalContents) -> Any:
    """Return the one result of the assessment results."""
    return document("oscal-results", contents)["assessment-results"]["results"][0]


def plan_items(contents: OscalContents) -> Any:
    """Return the plan of action and milestones."""
    return document("oscal-poam", contents)["plan-of-action-and-milestones"]


def own(thing: Any) -> dict[str, str]:
    """Return the properties of something by name."""
    return {each["name"]: each["value"] for each in thing["props"]}

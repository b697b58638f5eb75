"""Gaps: each is a risk with its plan or its acceptance, and an item of the plan of action."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import PlanState
from assessments.reports.oscal.duties import title_of
from assessments.reports.oscal.identity import OWN, duty_id
from assessments.reports.oscal.parties import (
    ACCEPTED,
    ANSWERED,
    actor,
    origin,
    responsible_role,
)
from assessments.reports.oscal.texts import (
    Fields,
    filled,
    last_moment,
    line,
    moment,
    paragraphs,
    props,
    reference,
)
from assessments.reports.texts import shortened
from assessments.selectors.oscal import DutyFacts, OscalContents

_LIFECYCLE = {
    PlanState.TO_DO: "planned",
    PlanState.IN_PROGRESS: "planned",
    PlanState.DONE: "completed",
    PlanState.DROPPED: "dropped",
}


def risk(contents: OscalContents, duty: DutyFacts) -> Fields:
    """Return the risk of a gap: how bad it is, where it stands, by when it is to be closed."""
    plan = duty.row.plan
    facts = {
        "coverage": duty.row.coverage,
        "gap-since": duty.row.gap_since,
        "accepted-until": plan.expires_on,
    }
    return filled(
        {
            "uuid": duty_id(duty, "risk"),
            "title": title_of(duty),
            "description": paragraphs(duty.row.coverage_text, duty.row.note),
            "statement": line(_("A duty of the client is not done, or not fully.")),
            "props": props(facts),
            "status": _status(contents, duty),
            "origins": [origin(contents, duty.answered_by, ANSWERED)],
            "characterizations": list(_severity(contents, duty)),
            "deadline": last_moment(duty.row.due),
            "remediations": list(_remediations(contents, duty)),
            "risk-log": _log(contents, duty),
            "related-observations": [{"observation-uuid": duty_id(duty, "observation")}],
        }
    )


def item(contents: OscalContents, duty: DutyFacts) -> Fields:
    """Return the entry of a plan of action: what is done about a gap, by whom and by when."""
    row, plan = duty.row, duty.row.plan
    acts = duty.responsible or row.owner
    facts = {
        "state": plan.state if plan.action else "",
        "responsible": acts.name if acts else "",
        "by-when": plan.by_when,
        "due": row.due,
        "accepted-until": plan.expires_on,
    }
    return filled(
        {
            "uuid": duty_id(duty, "poam-item"),
            "title": title_of(duty),
            "description": paragraphs(plan.action) or line(_("No action is planned.")),
            "props": props(facts),
            "links": _links(duty),
            "origins": [origin(contents, duty.answered_by, ANSWERED)],
            "related-findings": [{"finding-uuid": duty_id(duty, "finding")}],
            "related-observations": [{"observation-uuid": duty_id(duty, "observation")}],
            "related-risks": [{"risk-uuid": duty_id(duty, "risk")}],
            "remarks": paragraphs(plan.acceptance_reason),
        }
    )


def _status(contents: OscalContents, duty: DutyFacts) -> str:
    plan = duty.row.plan
    if plan.is_accepted(on=contents.on):
        return "deviation-approved"
    return "remediating" if plan.action and plan.is_to_come else "open"


def _severity(contents: OscalContents, duty: DutyFacts) -> Iterator[Fields]:
    if duty.row.plan.severity:
        yield {
            "origin": origin(contents, None, ""),
            "facets": [{"name": "severity", "system": OWN, "value": duty.row.plan.severity}],
        }


def _remediations(contents: OscalContents, duty: DutyFacts) -> Iterator[Fields]:
    plan = duty.row.plan
    if plan.action:
        yield filled(
            {
                "uuid": duty_id(duty, "remediation"),
                "lifecycle": _LIFECYCLE[PlanState(plan.state)],
                "title": line(shortened(plan.action, 120)) or "—",
                "description": paragraphs(plan.action),
                "props": props({"state": plan.state}),
                "links": _links(duty),
                "tasks": [_milestone(contents, duty)],
            }
        )


def _milestone(contents: OscalContents, duty: DutyFacts) -> Fields:
    plan = duty.row.plan
    day = last_moment(plan.by_when)
    return filled(
        {
            "uuid": duty_id(duty, "milestone"),
            "type": "milestone",
            "title": line(shortened(plan.action, 120)) or "—",
            "props": props({"state": plan.state, "by-when": plan.by_when}),
            "timing": {"on-date": {"date": day}} if day else None,
            "responsible-roles": responsible_role(contents, duty.responsible or duty.row.owner),
        }
    )


def _log(contents: OscalContents, duty: DutyFacts) -> Fields | None:
    plan = duty.row.plan
    if plan.accepted_at is None:
        return None
    by = actor(contents, duty.accepted_by, ACCEPTED)
    entry = {
        "uuid": duty_id(duty, "acceptance"),
        "title": line(_("The gap was accepted")),
        "description": paragraphs(plan.acceptance_reason),
        "start": moment(plan.accepted_at),
        "end": last_moment(plan.expires_on),
        "logged-by": [filled({"party-uuid": by["actor-uuid"], "role-id": by.get("role-id")})],
        "status-change": "deviation-approved",
    }
    return {"entries": [filled(entry)]}


def _links(duty: DutyFacts) -> list[Fields]:
    url = duty.row.plan.ticket_url
    return [{"href": reference(url), "rel": "ticket"}] if url else []

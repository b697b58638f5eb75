"""Duties: what was said of each is an observation, what follows from it a finding."""

from typing import Final

from assessments.models import Coverage
from assessments.reports.oscal.controls import confirmed_props
from assessments.reports.oscal.identity import (
    assessment_id,
    control_id,
    duty_id,
    statement_id,
)
from assessments.reports.oscal.opinions import related as related_opinions
from assessments.reports.oscal.parties import ANSWERED, origin
from assessments.reports.oscal.resources import relevant_evidence
from assessments.reports.oscal.texts import (
    Fields,
    filled,
    last_moment,
    line,
    moment,
    paragraphs,
    props,
)
from assessments.selectors.oscal import DutyFacts, OscalContents

# Coverage as OSCAL can say it: state, reason, implementation status. It has no state of its own
# for what does not apply, nor for what nobody answered: reason and properties tell. A gap is
# "planned" where an action with a date is to come.
_STATUS: Final = {
    Coverage.COVERED: ("satisfied", "pass", "implemented"),
    Coverage.PARTIAL: ("not-satisfied", "fail", "partial"),
    Coverage.GAP: ("not-satisfied", "fail", ""),
    Coverage.NOT_APPLICABLE: ("satisfied", "other", "not-applicable"),
    Coverage.UNANSWERED: ("not-satisfied", "other", ""),
}


def title_of(duty: DutyFacts) -> str:
    """Return the activity in the reader's language, with the number of its section."""
    number = duty.row.section.number if duty.row.section else ""
    return line(f"{number} {duty.row.activity.text}") or "—"


def observation(contents: OscalContents, duty: DutyFacts) -> Fields:
    """Return what was said of a duty, by whom and when, and what proves it.

    One nobody answered was looked at when the assessment began.
    """
    row = duty.row
    scope = {"subject-uuid": assessment_id(contents.assessment, "scope"), "type": "component"}
    return filled(
        {
            "uuid": duty_id(duty, "observation"),
            "title": title_of(duty),
            "description": paragraphs(row.question_text, row.coverage_text, row.note),
            "props": [*props(_facts(contents, duty)), *confirmed_props(duty)],
            "methods": _methods(duty),
            "types": ["control-objective"],
            "origins": [origin(contents, duty.answered_by, ANSWERED)],
            "subjects": [scope],
            "relevant-evidence": list(relevant_evidence(duty)),
            "collected": moment(row.changed_at or contents.assessment.created_at),
            "expires": last_moment(row.until),
            "remarks": paragraphs(row.reason),
        }
    )


def finding(contents: OscalContents, duty: DutyFacts) -> Fields:
    """Return what follows for the control: its statement is satisfied or not, and why."""
    related = [{"risk-uuid": duty_id(duty, "risk")}] if duty.is_gap else []
    return filled(
        {
            "uuid": duty_id(duty, "finding"),
            "title": title_of(duty),
            "description": paragraphs(duty.row.coverage_text, duty.row.reason),
            "props": confirmed_props(duty),
            "origins": [origin(contents, duty.answered_by, ANSWERED)],
            "target": _target(duty),
            "related-observations": [
                {"observation-uuid": duty_id(duty, "observation")},
                *related_opinions(duty),
            ],
            "related-risks": related,
        }
    )


def _methods(duty: DutyFacts) -> list[str]:
    said = ["INTERVIEW"] if duty.row.is_answered else []
    looked = ["EXAMINE"] if duty.proofs else []
    return [*said, *looked] or ["UNKNOWN"]


def _target(duty: DutyFacts) -> Fields:
    state, reason, implementation = _STATUS[Coverage(duty.row.coverage)]
    if duty.row.coverage == Coverage.GAP and duty.row.plan.is_planned:
        implementation = "planned"
    implemented = {"implementation-status": {"state": implementation}} if implementation else {}
    return {
        "type": "statement-id",
        "target-id": statement_id(duty.row.position),
        "props": props({"coverage": duty.row.coverage}),
        "status": {"state": state, "reason": reason, "remarks": line(duty.row.coverage_text)},
        **implemented,
    }


def _facts(contents: OscalContents, duty: DutyFacts) -> dict[str, object]:
    row = duty.row
    client = contents.assessment.client_party.name
    return {
        "control-id": control_id(row.position),
        "coverage": row.coverage,
        "question": row.question,
        "responsibility": row.client_letters,
        "client-party": client,
        "review": duty.review,
        "to-recheck": "yes" if row.is_to_recheck else "",
        "owner": row.owner.name if row.owner else "",
        "due-on": row.due_on,
    }

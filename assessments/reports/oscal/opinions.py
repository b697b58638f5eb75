"""Auditors' opinions: each is an observation of an assessor, beside that of the organisation."""

from assessments.reports.oscal.identity import assessment_id, control_id, uuid_of
from assessments.reports.oscal.parties import ASSESSED, origin
from assessments.reports.oscal.texts import Fields, line, moment, paragraphs, props
from assessments.selectors.opinions.reading import OpinionLine
from assessments.selectors.oscal import DutyFacts, OscalContents, author_of


def opinions(contents: OscalContents, duty: DutyFacts, title: str) -> list[Fields]:
    """Return what auditors found on a duty, each by whom and when."""
    return [_observation(contents, duty, title, opinion) for opinion in duty.opinions]


def related(duty: DutyFacts) -> list[Fields]:
    """Return the references from the finding of a duty to what auditors found."""
    return [{"observation-uuid": _id(opinion)} for opinion in duty.opinions]


def _observation(
    contents: OscalContents, duty: DutyFacts, title: str, opinion: OpinionLine
) -> Fields:
    scope = {"subject-uuid": assessment_id(contents.assessment, "scope"), "type": "component"}
    facts = {
        "control-id": control_id(duty.row.position),
        "opinion": opinion.result,
        "opinion-on": opinion.stated_on,
    }
    return {
        "uuid": _id(opinion),
        "title": line(title),
        "description": paragraphs(opinion.result_text, opinion.note),
        "props": props(facts),
        "methods": ["EXAMINE"] if opinion.is_tested else ["UNKNOWN"],
        "types": ["finding"],
        "origins": [origin(contents, author_of(opinion), ASSESSED)],
        "subjects": [scope],
        "collected": moment(opinion.stated_at),
    }


def _id(opinion: OpinionLine) -> str:
    return uuid_of("opinion", opinion.opinion_key)

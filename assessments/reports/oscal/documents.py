"""The two documents whole."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Final

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.readers.keeping import WrittenCells, kept_hash
from assessments.reports.oscal.controls import (
    OSCAL_VERSION,
    licence_lines,
    reviewed_controls,
)
from assessments.reports.oscal.duties import finding, observation, title_of
from assessments.reports.oscal.gaps import item, risk
from assessments.reports.oscal.identity import OWN, assessment_id, organisation_id, uuid_of
from assessments.reports.oscal.opinions import opinions
from assessments.reports.oscal.parties import (
    SIGNED,
    parties,
    responsible_parties,
    roles,
)
from assessments.reports.oscal.resources import back_matter, plan_reference, plan_stand_in
from assessments.reports.oscal.texts import Fields, filled, line, moment, paragraphs, prop, props
from assessments.reports.rows import local
from assessments.selectors.oscal import DutyFacts, OscalContents
from assessments.words import counting as words

RESULTS: Final = "oscal-results"
PLAN: Final = "oscal-poam"


class NoGap(Exception):
    """There is no gap: OSCAL knows no plan of action without an item."""


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """A document as the bytes of its file, and their SHA-256."""

    content: bytes
    sha256: str

    @property
    def cells(self) -> WrittenCells:
        """Return what its Export keeps: the hash of the file, for it has no cells."""
        return WrittenCells(self.sha256, kept_hash(()), ())


def assessment_results(contents: OscalContents) -> WrittenDocument:
    """Return the assessment as OSCAL assessment results: each duty observed and found."""
    with translation.override(contents.language):
        body: Fields = {
            "import-ap": {
                "href": plan_reference(contents),
                "remarks": line(_("The terms stand in for a plan, which Remit does not keep.")),
            },
            "results": [_result(contents)],
            "back-matter": back_matter(contents, contents.duties, plan_stand_in(contents)),
        }
        return _written("assessment-results", contents, body)


def plan_of_action(contents: OscalContents) -> WrittenDocument:
    """Return the gaps as an OSCAL plan of action and milestones, those without a plan too.

    Raises `NoGap` when there is none.
    """
    gaps = contents.gaps
    if not gaps:
        raise NoGap
    with translation.override(contents.language):
        body = {
            "system-id": {
                "identifier-type": "http://ietf.org/rfc/rfc4122",
                "id": assessment_id(contents.assessment, "scope"),
            },
            "local-definitions": {"components": _components(contents)},
            **_found(contents, gaps),
            "poam-items": [item(contents, duty) for duty in gaps],
            "back-matter": back_matter(contents, gaps),
        }
        return _written("plan-of-action-and-milestones", contents, body)


DOCUMENTS: Final[Mapping[str, Callable[[OscalContents], WrittenDocument]]] = {
    RESULTS: assessment_results,
    PLAN: plan_of_action,
}


def file_name(contents: OscalContents, kind: str) -> str:
    """Return `remit-<organisation>-<scope>-<kind>-<date>.json`, in letters every system takes."""
    assessment = contents.assessment
    scope = slugify(assessment.scope)[:60].strip("-") or str(assessment.pk)
    day = local(contents.made_at).date().isoformat()
    return "-".join(["remit", assessment.organisation.slug, scope, kind, day]) + ".json"


def _written(root: str, contents: OscalContents, body: Fields) -> WrittenDocument:
    """Return the file. Its id is of what it says, not of when: OSCAL's ids change with content."""
    metadata, facts = _metadata(contents), _facts(contents)
    said = json.dumps([metadata, facts, body], sort_keys=True)
    digest = sha256(said.encode()).hexdigest()
    made = {
        "last-modified": moment(contents.made_at),
        "version": moment(contents.made_at),
        "document-ids": [
            {"scheme": OWN, "identifier": assessment_id(contents.assessment, root)},
        ],
        "props": [prop("export", contents.key), *facts],
    }
    document = {"uuid": uuid_of(root, digest), **body, "metadata": metadata | made}
    content = json.dumps({root: document}, ensure_ascii=False).encode()
    return WrittenDocument(content, sha256(content).hexdigest())


def _metadata(contents: OscalContents) -> Fields:
    assessment = contents.assessment
    matrix = assessment.edition.matrix
    return {
        "title": line(f"{assessment.organisation.name} · {matrix.service} · {assessment.scope}"),
        "oscal-version": OSCAL_VERSION,
        "roles": roles(),
        "parties": parties(contents),
        "responsible-parties": responsible_parties(contents),
        "remarks": paragraphs(*licence_lines(contents), contents.printed.label_notice),
    }


def _facts(contents: OscalContents) -> list[Fields]:
    assessment = contents.assessment
    return props(
        {
            "language": contents.language,
            "state": assessment.state,
            "period-from": assessment.starts_on,
            "period-to": assessment.ends_on,
            "four-eyes": "on" if assessment.organisation.has_four_eyes else "off",
        }
    )


def _result(contents: OscalContents) -> Fields:
    assessment, signed = contents.assessment, contents.signed
    first = datetime.combine(assessment.starts_on, time(), UTC)
    return filled(
        {
            "uuid": assessment_id(assessment, "result"),
            "title": line(assessment.scope),
            "description": line(words.sentence(contents.counts)),
            "start": moment(min(first, assessment.created_at)),
            "end": moment(signed.signed_at) if signed else None,
            "local-definitions": {"components": _components(contents)},
            "reviewed-controls": reviewed_controls(contents),
            "attestations": _attestations(contents),
            **_found(contents, contents.duties),
        }
    )


def _found(contents: OscalContents, duties: tuple[DutyFacts, ...]) -> Fields:
    return filled(
        {
            "observations": [
                each
                for duty in duties
                for each in (
                    observation(contents, duty),
                    *opinions(contents, duty, title_of(duty)),
                )
            ],
            "risks": [risk(contents, duty) for duty in duties if duty.is_gap],
            "findings": [finding(contents, duty) for duty in duties],
        }
    )


def _components(contents: OscalContents) -> list[Fields]:
    assessment = contents.assessment
    matrix = assessment.edition.matrix
    return [
        {
            "uuid": assessment_id(assessment, "scope"),
            "type": "this-system",
            "title": line(assessment.scope),
            "description": line(f"{assessment.organisation.name} · {matrix.service}"),
            "status": {"state": "operational"},
        }
    ]


def _attestations(contents: OscalContents) -> list[Fields]:
    signed = contents.signed
    if signed is None:
        return []
    by = uuid_of(organisation_id(contents.assessment), "member", signed.signed_by_id)
    part = filled(
        {
            "name": "sign-off",
            "ns": OWN,
            "title": line(_("Sign-off")),
            "props": props({"signed-at": moment(signed.signed_at), "sha256": signed.sha256}),
            "prose": paragraphs(signed.statement),
        }
    )
    responsible = [{"role-id": SIGNED, "party-uuids": [by]}]
    return [{"responsible-parties": responsible, "parts": [part]}]

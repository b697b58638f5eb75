"""Who is who in OSCAL documents: ids that are the same in every export.

A UUID is of version 5 (RFC 9562, 5.5), from what never changes of its subject, in a namespace of
Remit. So the same duty, gap or person has the same id in the next export, and in the other kind
of document (docs/adr/0017-oscal-ids-come-from-what-never-changes.md).
"""

from typing import Final
from uuid import UUID, uuid5

from assessments.models import Assessment
from assessments.selectors.duties import Owner
from assessments.selectors.oscal import DutyFacts
from matrix.models import Edition

NAMESPACE: Final = UUID("4ad101cc-bbfa-41c6-af44-4db606822c44")
# The `ns` of our own properties and facets, and the scheme of our ids.
OWN: Final = f"urn:uuid:{NAMESPACE}"


def uuid_of(*key: object) -> str:
    """Return the id of what `key` names."""
    return str(uuid5(NAMESPACE, "/".join(str(part) for part in key)))


def organisation_id(assessment: Assessment) -> str:
    """Return the id of the organisation that assesses itself.

    Slugs are unique in one installation alone; the moment it was made tells two of them apart.
    """
    organisation = assessment.organisation
    return uuid_of("organisation", organisation.slug, organisation.created_at.isoformat())


def assessment_id(assessment: Assessment, part: str = "") -> str:
    """Return the id of an assessment, or of a part that it has once."""
    return uuid_of(organisation_id(assessment), "assessment", assessment.pk, part)


def edition_id(edition: Edition, part: str = "") -> str:
    """Return the id of an edition of a matrix, or of a part that it has once."""
    return uuid_of("edition", edition.sha256, edition.language, part)


def person_id(assessment: Assessment, person: Owner) -> str:
    """Return the id of a member or a team."""
    return uuid_of(organisation_id(assessment), person.kind, person.pk)


def duty_id(duty: DutyFacts, part: str) -> str:
    """Return the id of a part of a duty: its observation, its finding, its risk …"""
    return uuid_of("answer", duty.row.key, part)


def control_id(position: int) -> str:
    """Return the local control id of an activity, by its place in its edition.

    Neither a number nor a title printed on a page is unique in it; the place is.
    """
    return f"activity-{position:03}"


def statement_id(position: int) -> str:
    """Return the id of the one statement of such a control."""
    return f"{control_id(position)}_smt"

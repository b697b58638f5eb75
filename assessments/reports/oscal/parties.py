"""Parties and roles: who is named in a document, and as what."""

from django.utils.translation import gettext as _

from assessments.reports.oscal.identity import edition_id, organisation_id, person_id
from assessments.reports.oscal.texts import Fields, filled, line, string
from assessments.selectors.duties import Owner
from assessments.selectors.oscal import OscalContents

PREPARED_BY = "prepared-by"
CLIENT = "client"
PROVIDER = "provider"
OWNER = "owner"
ANSWERED = "answered"
ACCEPTED = "risk-acceptor"
SIGNED = "signer"
REVIEWED = "reviewer"
ASSESSED = "assessor"


def roles() -> list[Fields]:
    """Return the roles that a document can mention."""
    titles = {
        PREPARED_BY: _("Made the document"),
        CLIENT: _("Client: the organisation that assesses its own part"),
        PROVIDER: _("Provider of the service"),
        OWNER: _("Has the duty"),
        ANSWERED: _("Answered the duty"),
        REVIEWED: _("Reviewed the answer"),
        ASSESSED: _("Stated an opinion as auditor"),
        ACCEPTED: _("Accepted the gap"),
        SIGNED: _("Signed the assessment"),
    }
    return [{"id": each, "title": line(title)} for each, title in titles.items()]


def parties(contents: OscalContents) -> list[Fields]:
    """Return the organisation, the provider's parties, and everybody who is named."""
    assessment = contents.assessment
    organisation = organisation_id(assessment)
    client: Fields = {
        "uuid": organisation,
        "type": "organization",
        "name": string(assessment.organisation.name),
    }
    people: list[Fields] = [
        {
            "uuid": person_id(assessment, person),
            "type": "person" if person.kind == "member" else "organization",
            "name": string(person.name),
            "member-of-organizations": [organisation],
        }
        for person in _named(contents)
    ]
    return [client, *_providers(contents), *people]


def responsible_parties(contents: OscalContents) -> list[Fields]:
    """Return who made the document, and who stands on either side of the matrix."""
    organisation = organisation_id(contents.assessment)
    maker = person_id(contents.assessment, contents.made_by) if contents.made_by else organisation
    providers = [each["uuid"] for each in _providers(contents)]
    found: list[Fields] = [
        {"role-id": PREPARED_BY, "party-uuids": [maker]},
        {"role-id": CLIENT, "party-uuids": [organisation]},
    ]
    if providers:
        found.append({"role-id": PROVIDER, "party-uuids": providers})
    return found


def actor(contents: OscalContents, person: Owner | None, role: str) -> Fields:
    """Return a person as the origin of something, the organisation where nobody is named."""
    if person is None:
        return {"type": "party", "actor-uuid": organisation_id(contents.assessment)}
    found = person_id(contents.assessment, person)
    return {"type": "party", "actor-uuid": found, "role-id": role}


def origin(contents: OscalContents, person: Owner | None, role: str) -> Fields:
    """Return where something comes from."""
    return {"actors": [actor(contents, person, role)]}


def responsible_role(contents: OscalContents, person: Owner | None) -> list[Fields]:
    """Return who is to act; nobody where nobody is named."""
    if person is None:
        return []
    return [{"role-id": OWNER, "party-uuids": [person_id(contents.assessment, person)]}]


def _providers(contents: OscalContents) -> list[Fields]:
    edition, client = contents.assessment.edition, contents.assessment.client_party_id
    return [
        filled(
            {
                "uuid": edition_id(edition, f"party-{place}"),
                "type": "organization",
                "name": string(party.name),
            }
        )
        for place, party in enumerate(contents.printed.parties)
        if party.party_id != client
    ]


def _named(contents: OscalContents) -> list[Owner]:
    signer = contents.signed.signed_by if contents.signed else None
    first = [contents.made_by, Owner("member", signer.pk, str(signer), "") if signer else None]
    named = [*filter(None, first), *(each for duty in contents.duties for each in duty.people)]
    return list({(person.kind, person.pk): person for person in named}.values())

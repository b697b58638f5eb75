"""The back matter: what a document rests on, so that each of its references ends inside it."""

from base64 import b64encode
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from assessments.reports.oscal.controls import catalog, licence_lines
from assessments.reports.oscal.identity import assessment_id, edition_id, uuid_of
from assessments.reports.oscal.texts import (
    Fields,
    filled,
    line,
    moment,
    paragraphs,
    props,
    reference,
    string,
)
from assessments.selectors.oscal import DutyFacts, OscalContents, Proof

JSON = "application/json"


def plan_reference(contents: OscalContents) -> str:
    """Return the reference to what stands in for an assessment plan."""
    return f"#{assessment_id(contents.assessment, 'plan')}"


def plan_stand_in(contents: OscalContents) -> Fields:
    """Return the terms of the assessment: Remit keeps no other plan of it."""
    assessment = contents.assessment
    terms = paragraphs(
        _("Scope: %(scope)s") % {"scope": assessment.scope},
        _("Period: %(first)s to %(last)s")
        % {"first": assessment.starts_on.isoformat(), "last": assessment.ends_on.isoformat()},
        _("Matrix: %(title)s") % {"title": contents.printed.title.text},
        _("Asked are the activities on which the client holds R or A."),
    )
    return {
        "uuid": assessment_id(assessment, "plan"),
        "title": line(_("Terms of the assessment")),
        "description": terms,
        "props": [{"name": "type", "value": "plan"}],
        "base64": _embedded("plan.md", "text/markdown", terms.encode()),
    }


def back_matter(contents: OscalContents, duties: Iterable[DutyFacts], *others: Fields) -> Fields:
    """Return the page, its catalog, the proofs of `duties`, and `others`."""
    proofs = {proof.key: proof for duty in duties for proof in duty.proofs}
    found = [_page(contents), _catalog(contents), *others, *map(_proof, proofs.values())]
    return {"resources": found}


def relevant_evidence(duty: DutyFacts) -> Iterator[Fields]:
    """Yield the proofs of a duty, each by its resource: one proof serves many duties."""
    for proof in duty.proofs:
        yield {"href": f"#{_proof_id(proof)}", "description": line(proof.title)}


def _page(contents: OscalContents) -> Fields:
    edition = contents.assessment.edition
    at = {
        "href": reference(edition.source_url),
        "hashes": [{"algorithm": "SHA-256", "value": edition.sha256}],
    }
    return filled(
        {
            "uuid": edition_id(edition, "page"),
            "title": line(edition.title),
            "description": paragraphs(*licence_lines(contents)),
            "props": props({"sha256": edition.sha256, "published-on": edition.published_on}),
            "rlinks": [at] if edition.source_url else [],
        }
    )


def _catalog(contents: OscalContents) -> Fields:
    return {
        "uuid": edition_id(contents.assessment.edition, "catalog-resource"),
        "title": line(_("The matrix as a catalog of controls")),
        "description": _("The control ids of this document are those of this catalog."),
        "props": [{"name": "type", "value": "catalog"}],
        "base64": _embedded("catalog.json", JSON, catalog(contents)),
    }


def _proof(proof: Proof) -> Fields:
    known = props(
        {
            "collected-at": moment(proof.collected_at),
            "valid-until": proof.valid_until,
            "kind": proof.kind,
        }
    )
    return filled(
        {
            "uuid": _proof_id(proof),
            "title": line(proof.title) or "—",
            "description": paragraphs(proof.statement),
            "props": [{"name": "type", "value": "evidence"}, *known],
            "rlinks": list(_where(proof)),
        }
    )


def _where(proof: Proof) -> Iterator[Fields]:
    # A file is not in the document: it is named, and known by its hash.
    if proof.sha256:
        yield {
            "href": reference(proof.filename),
            "media-type": string(proof.media_type),
            "hashes": [{"algorithm": "SHA-256", "value": proof.sha256}],
        }
    if proof.url:
        yield {"href": reference(proof.url)}


def _proof_id(proof: Proof) -> str:
    return uuid_of("evidence", proof.key)


def _embedded(name: str, media_type: str, content: bytes) -> Fields:
    return {
        "filename": name,
        "media-type": media_type,
        "value": b64encode(content).decode("ascii"),
    }

"""OSCAL documents: valid against NIST's schemas, whole in themselves, with ids that stay."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from assessments.reports.oscal import DOCUMENTS, NoGap, file_name, plan_of_action
from tests.assessments.oscal.checking import (
    dangling,
    embedded_catalogs,
    repeated,
    schema_errors,
    uuids,
)
from tests.assessments.oscal.telling import contents_of, document, make_told, results
from tests.builders import (
    NOW,
    PAGE,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_sign_off,
)

pytestmark = pytest.mark.django_db

NO_DUTY = PAGE.replace("| RA |", "| I |").replace("| A | R |", "| C | R |")


def faults(made: Any) -> list[str]:
    """Return everything that is wrong with a document."""
    return [*schema_errors(made), *dangling(made), *repeated(made)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", list(DOCUMENTS))
def test_a_document_fits_the_schema_and_every_reference_ends_in_it(
    kind: str, language: str, told: Assessment, teller: Membership
) -> None:
    made = document(kind, contents_of(told, by=teller, language=language))

    assert faults(made) == []
    assert len(uuids(made)) > 15


def test_an_assessment_nobody_answered_is_a_valid_document_of_what_is_not_known() -> None:
    made = document("oscal-results", contents_of(make_assessment()))

    findings = made["assessment-results"]["results"][0]["findings"]
    told = {
        (each["target"]["status"]["state"], each["target"]["status"]["reason"])
        for each in findings
    }
    assert faults(made) == []
    assert (len(findings), told) == (3, {("not-satisfied", "other")})


def test_with_nothing_in_scope_there_is_a_document_without_findings() -> None:
    assessment = make_assessment(edition=make_edition(NO_DUTY), has_messages=True)

    made = document("oscal-results", contents_of(assessment))

    result = made["assessment-results"]["results"][0]
    assert faults(made) == []
    assert "findings" not in result
    assert result["reviewed-controls"]["control-selections"] == [{"include-all": {}}]


def test_rows_above_any_heading_are_controls_of_the_page_itself() -> None:
    bare = "\n".join(line for line in PAGE.splitlines() if not line.startswith("#"))
    assessment = make_assessment(edition=make_edition(bare))

    made = document("oscal-results", contents_of(assessment))

    (catalog,) = embedded_catalogs(made)
    (group,) = catalog["catalog"]["groups"]
    assert faults(made) == []
    assert (group["title"], len(group["controls"])) == ("Essai - Qui fait quoi", 5)


def test_without_a_gap_there_is_no_plan_of_action() -> None:
    contents = contents_of(make_assessment())

    with pytest.raises(NoGap):
        plan_of_action(contents)


@pytest.mark.parametrize("kind", list(DOCUMENTS))
def test_ids_are_the_same_in_the_next_export_whoever_makes_it_in_whatever_language(
    kind: str, told: Assessment, teller: Membership
) -> None:
    first = document(kind, contents_of(told, by=teller))
    later = contents_of(told, by=teller, language="fr", at=NOW + timedelta(hours=3))
    next_one = document(kind, later)

    (root,) = first
    assert set(uuids(first)) - {first[root]["uuid"]} == set(uuids(next_one)) - {
        next_one[root]["uuid"]
    }


@pytest.mark.parametrize("kind", list(DOCUMENTS))
def test_a_document_has_its_id_as_long_as_it_says_the_same(kind: str) -> None:
    manager = make_member()
    told = make_told(manager)
    (root,) = made = document(kind, contents_of(told))
    again = document(kind, contents_of(told, at=NOW + timedelta(minutes=1)))
    make_answers(told, {"note": "Now we know"}, by=manager)

    changed = document(kind, contents_of(told))

    assert again[root]["uuid"] == made[root]["uuid"]
    assert again[root]["metadata"]["last-modified"] == "2026-11-22T09:01:00Z"
    assert changed[root]["uuid"] != made[root]["uuid"]


def test_both_kinds_of_document_name_the_same_gap_alike(told: Assessment) -> None:
    contents = contents_of(told)

    observed = document("oscal-results", contents)["assessment-results"]["results"][0]
    planned = document("oscal-poam", contents)["plan-of-action-and-milestones"]

    for name in ("observations", "findings", "risks"):
        assert {each["uuid"] for each in planned[name]} <= {
            each["uuid"] for each in observed[name]
        }


def test_two_assessments_of_one_edition_share_its_catalog_and_nothing_else_of_theirs() -> None:
    manager = make_member()
    edition = make_edition()
    one, other = (contents_of(make_assessment(manager, edition=edition)) for _ in range(2))

    first, second = document("oscal-results", one), document("oscal-results", other)

    shared = set(uuids(first)) & set(uuids(second))
    assert embedded_catalogs(first) == embedded_catalogs(second)
    assert {each["uuid"] for each in results(one)["findings"]} & shared == set()
    assert first["assessment-results"]["uuid"] not in shared


def test_the_catalog_holds_the_whole_edition_as_it_is_printed(told: Assessment) -> None:
    (catalog,) = embedded_catalogs(document("oscal-results", contents_of(told)))

    groups = catalog["catalog"]["groups"]
    titles = [control["title"] for group in groups for control in group["controls"]]
    assert [group["title"] for group in groups] == ["1.1 Commander", "2.1 Sauvegarder"]
    assert titles[0] == "Choisir la région d’hébergement"
    assert len(titles) == 5


def test_the_licence_of_the_page_goes_with_every_document(told: Assessment) -> None:
    contents = contents_of(told)

    for kind in DOCUMENTS:
        (made,) = document(kind, contents).values()
        assert "© Fournisseur d’essai" in made["metadata"]["remarks"]
        assert "CC BY 4.0 · https://example.org/licence" in made["metadata"]["remarks"]


def test_an_export_says_which_one_it_is_and_who_made_it(
    told: Assessment, teller: Membership
) -> None:
    by_somebody = document("oscal-results", contents_of(told, by=teller))
    by_nobody = document("oscal-results", contents_of(told))

    metadata = by_somebody["assessment-results"]["metadata"]
    makers = [
        each["assessment-results"]["metadata"]["responsible-parties"][0]["party-uuids"][0]
        for each in (by_somebody, by_nobody)
    ]
    names = {each["uuid"]: each["name"] for each in metadata["parties"]}
    assert metadata["props"][0]["value"] == "c0ffee00-0000-4000-8000-000000000001"
    assert [names[each] for each in makers] == [str(teller.user), told.organisation.name]


def test_a_signed_assessment_is_attested_and_has_ended() -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    signed = make_sign_off(assessment, by=manager)

    made = document("oscal-results", contents_of(assessment))

    result = made["assessment-results"]["results"][0]
    (attestation,) = result["attestations"]
    assert faults(made) == []
    assert result["end"] == "2026-11-22T09:00:00Z"
    assert {"As of today", signed.sha256} <= {
        attestation["parts"][0]["prose"],
        *(each["value"] for each in attestation["parts"][0]["props"]),
    }


def test_a_file_is_named_after_organisation_scope_kind_and_day(told: Assessment) -> None:
    name = file_name(contents_of(told), "oscal-poam")

    assert name.startswith(f"remit-{told.organisation.slug}-scope-")
    assert name.endswith("-oscal-poam-2026-11-22.json")


def test_a_scope_of_no_latin_letter_still_names_a_file() -> None:
    assessment = make_assessment(make_member(Role.MANAGER), scope="本番")

    name = file_name(contents_of(assessment), "oscal-results")

    assert f"-{assessment.pk}-oscal-results-" in name

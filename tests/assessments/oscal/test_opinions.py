"""Auditors' opinions in OSCAL documents: observations of an assessor."""

import pytest

from accounts.rights import Role
from assessments.reports.oscal import PLAN, RESULTS
from tests.assessments.oscal.checking import dangling, repeated, schema_errors
from tests.assessments.oscal.telling import contents_of, document, own, results
from tests.builders import make_answers, make_assessment, make_member, make_opinions

pytestmark = pytest.mark.django_db


def test_an_opinion_is_an_observation_of_the_auditor_and_leads_to_the_finding() -> None:
    assessment = make_assessment()
    make_opinions(assessment, "minor", note="No list")
    make_opinions(assessment, "not_tested")

    found = results(contents_of(assessment))

    by_uuid = {each["uuid"]: each for each in found["observations"]}
    related = [each["observation-uuid"] for each in found["findings"][0]["related-observations"]]
    said, *opinions = [by_uuid[uuid] for uuid in related]
    assert "opinion" not in own(said)
    assert {own(each)["opinion"] for each in opinions} == {"minor", "not_tested"}
    assert {each["methods"][0] for each in opinions} == {"EXAMINE", "UNKNOWN"}
    assert {each["origins"][0]["actors"][0]["role-id"] for each in opinions} == {"assessor"}
    assert any("No list" in each["description"] for each in opinions)


@pytest.mark.parametrize("kind", [RESULTS, PLAN])
def test_documents_with_opinions_fit_the_schema_and_every_reference_ends_in_them(
    kind: str,
) -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager)
    make_answers(assessment, {"coverage": "gap"}, by=manager)
    make_opinions(assessment, "major", "conforming", note="*Seen*")

    made = document(kind, contents_of(assessment))

    assert [*schema_errors(made), *dangling(made), *repeated(made)] == []

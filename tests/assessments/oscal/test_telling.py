"""What OSCAL documents say of duties, gaps, plans, proofs: and what they keep to themselves."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from assessments.models import Assessment, Coverage
from assessments.reports.oscal import DOCUMENTS
from assessments.reports.oscal.texts import line, paragraphs, reference
from assessments.services.answering import AnswerValues
from assessments.services.gaps import PlanEntry, plan_gaps
from evidence.models import Evidence
from evidence.services.adding import add_link, add_statement
from evidence.services.facts import EvidenceFacts
from matrix.models import Framework
from tests.assessments.gaps.planning import make_gap, plan
from tests.assessments.oscal.checking import schema_errors
from tests.assessments.oscal.telling import (
    attach,
    contents_of,
    document,
    own,
    plan_items,
    results,
    row_of,
    say_controls,
)
from tests.builders import NOW, make_answers, make_assessment, make_edition, make_member, make_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        pytest.param("covered", ("satisfied", "pass", "implemented"), id="covered"),
        pytest.param("partial", ("not-satisfied", "fail", "partial"), id="partial"),
        pytest.param("gap", ("not-satisfied", "fail", None), id="gap"),
        pytest.param(
            "not_applicable", ("satisfied", "other", "not-applicable"), id="none-of-ours"
        ),
        pytest.param("unanswered", ("not-satisfied", "other", None), id="unanswered"),
    ],
)
def test_each_coverage_has_its_status(
    coverage: Coverage, expected: tuple[str, str, str | None], told: Assessment
) -> None:
    contents = contents_of(told)
    duty = contents.duties[1]
    as_said = replace(contents, duties=(replace(duty, row=replace(duty.row, coverage=coverage)),))

    (finding,) = results(as_said)["findings"]

    target = finding["target"]
    implementation = target.get("implementation-status", {}).get("state")
    assert (target["status"]["state"], target["status"]["reason"], implementation) == expected
    assert own(target) == {"coverage": coverage}


def test_a_gap_with_an_action_to_come_is_planned(told: Assessment) -> None:
    finding = results(contents_of(told))["findings"][0]

    assert finding["target"]["implementation-status"] == {"state": "planned"}


def test_a_duty_is_observed_with_its_question_answer_note_and_dates(told: Assessment) -> None:
    observations = results(contents_of(told))["observations"]

    first, second, third = observations
    assert first["title"] == "1.1 en Choisir la région d’hébergement"
    assert second["description"].startswith("Do you do it?\n\npartial\n\n")
    assert (third["remarks"], third["expires"]) == ("no copies", "2027-03-31T23:59:59Z")
    assert own(third)["question"] == "verify"
    assert own(first)["responsibility"] == "RA"


def test_a_gap_is_a_risk_with_its_severity_plan_and_acceptance(told: Assessment) -> None:
    risk = results(contents_of(told))["risks"][0]

    (remediation,), (entry,) = risk["remediations"], risk["risk-log"]["entries"]
    (milestone,) = remediation["tasks"]
    assert (risk["status"], risk["deadline"]) == ("deviation-approved", "2027-02-28T23:59:59Z")
    assert risk["characterizations"][0]["facets"][0]["value"] == "high"
    assert remediation["lifecycle"] == "planned"
    assert remediation["description"] == "Write the register down\n\nand have it read"
    assert remediation["links"][0]["href"] == "https://tickets.example/%C3%A9?q=1"
    assert milestone["timing"]["on-date"]["date"] == "2027-01-31T23:59:59Z"
    assert entry["description"] == "The supplier mends it in spring."


@pytest.mark.parametrize(
    ("state", "status", "lifecycle"),
    [
        pytest.param("to_do", "remediating", "planned", id="to-do"),
        pytest.param("done", "open", "completed", id="done"),
        pytest.param("dropped", "open", "dropped", id="dropped"),
    ],
)
def test_the_state_of_an_action_is_told(state: str, status: str, lifecycle: str) -> None:
    manager = make_member()
    row = make_gap(manager)
    plan(row, by=manager, action="Mend it", state=state)

    made = document("oscal-poam", contents_of(row.assessment))

    risk = made["plan-of-action-and-milestones"]["risks"][0]
    assert schema_errors(made) == []
    assert (risk["status"], risk["remediations"][0]["lifecycle"]) == (status, lifecycle)
    assert "timing" not in risk["remediations"][0]["tasks"][0]


def test_an_acceptance_that_ran_out_is_open_again(told: Assessment) -> None:
    contents = replace(contents_of(told), on=date(2027, 3, 1))

    risk = results(contents)["risks"][0]

    assert risk["status"] == "remediating"


def test_the_plan_of_action_lists_every_gap_with_who_and_by_when(told: Assessment) -> None:
    planned, unplanned = plan_items(contents_of(told))["poam-items"]

    assert planned["description"] == "Write the register down\n\nand have it read"
    assert own(planned)["state"] == "in_progress"
    assert own(planned)["by-when"] == "2027-01-31"
    assert own(planned)["accepted-until"] == "2027-02-28"
    assert planned["remarks"] == "The supplier mends it in spring."
    assert unplanned["description"] == "No action is planned."


def test_a_date_that_oscal_cannot_hold_stays_a_text() -> None:
    manager = make_member()
    row = make_gap(manager)
    plan(row, by=manager, action="Mend it", by_when=date(9999, 12, 31))

    made = document("oscal-poam", contents_of(row.assessment))

    (risk,) = made["plan-of-action-and-milestones"]["risks"]
    assert schema_errors(made) == []
    assert "deadline" not in risk
    assert own(risk["remediations"][0]["tasks"][0])["by-when"] == "9999-12-31"


def test_a_proof_is_named_once_and_referred_to_by_every_duty_it_proves() -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    facts = EvidenceFacts(title="Register", valid_until=date(2027, 1, 1))
    proof = add_link(url="https://wiki.example/register", about=facts, by=manager, at=NOW)
    for place in (0, 1):
        attach(proof, row_of(assessment, place), by=manager)

    made = document("oscal-results", contents_of(assessment))

    observations = made["assessment-results"]["results"][0]["observations"]
    named = [each.get("relevant-evidence") for each in observations]
    (resource,) = resources_of(made, "evidence")
    assert named == [[{"href": f"#{resource['uuid']}", "description": "Register"}]] * 2 + [None]
    assert own(resource)["valid-until"] == "2027-01-01"
    assert resource["rlinks"] == [{"href": "https://wiki.example/register"}]
    assert [each["methods"] for each in observations] == [["EXAMINE"], ["EXAMINE"], ["UNKNOWN"]]


def test_the_controls_an_organisation_has_said_are_told_and_suggestions_are_not() -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    say_controls(assessment, ("A.5.9", "A.5.23"), by=manager, framework=Framework.ISO_27001)

    result = results(contents_of(assessment))

    first, second, _ = result["observations"]
    said = [(each["class"], each["value"]) for each in first["props"] if each["name"] == "control"]
    assert said == [("iso-27001-2022", "A.5.9"), ("iso-27001-2022", "A.5.23")]
    assert "control" not in own(second)
    assert own(result["findings"][0]) == {"control": "A.5.23"}
    assert "props" not in result["findings"][1]


def test_each_confirmed_control_selects_its_duties_and_says_how_they_stand(
    told: Assessment,
) -> None:
    result = results(contents_of(told))

    whole, *selected = result["reviewed-controls"]["control-selections"]
    catalogued = [each["control-id"] for each in whole["include-controls"]]
    assert [(each["description"], own(each)) for each in selected] == [
        ("NIST SP 800-53 r5 AC-2: 0 of 1 covered, 1 gap", {"control": "AC-2"}),
        ("NIST SP 800-53 r5 SA-9(5): 0 of 2 covered, 1 partial, 1 gap", {"control": "SA-9(5)"}),
    ]
    assert [[each["control-id"] for each in one["include-controls"]] for one in selected] == [
        catalogued[:1],
        catalogued[:2],
    ]


def test_a_control_that_is_taken_back_is_told_no_more() -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    say_controls(assessment, (), by=manager)

    result = results(contents_of(assessment))

    assert len(result["reviewed-controls"]["control-selections"]) == 1
    assert "props" not in result["findings"][0]


def test_a_file_is_known_by_its_hash() -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    proof = Evidence.objects.create(
        organisation=manager.organisation,
        kind="file",
        title="Scan",
        sha256="ab" * 32,
        size=9,
        media_type="application/pdf",
        filename="scan été.pdf",
        collected_at=NOW,
        added_by=manager,
        added_at=NOW,
    )
    attach(proof, row_of(assessment, 0), by=manager)

    made = document("oscal-results", contents_of(assessment))

    (resource,) = resources_of(made, "evidence")
    assert schema_errors(made) == []
    assert resource["rlinks"] == [
        {
            "href": "scan%20%C3%A9t%C3%A9.pdf",
            "media-type": "application/pdf",
            "hashes": [{"algorithm": "SHA-256", "value": "ab" * 32}],
        }
    ]


def test_nothing_that_auditors_must_not_see_is_in_a_document_of_anybody(
    told: Assessment, teller: Membership
) -> None:
    hidden = EvidenceFacts(title="Hidden proof", is_visible_to_auditor=False)
    proof = add_statement(statement="hidden", about=hidden, by=teller, at=NOW)
    attach(proof, row_of(told, 0), by=teller)

    contents = contents_of(told, by=teller)

    for kind in DOCUMENTS:
        text = json.dumps(document(kind, contents))
        assert "SECRET" not in text
        assert "Hidden proof" not in text


def test_what_a_person_typed_is_shown_and_not_interpreted(told: Assessment) -> None:
    description = results(contents_of(told))["observations"][1]["description"]

    assert r"\*all\* \<b>\&amp;\</b> \`x\` \[a\](http://b) \{\{ insert: p }}" in description
    assert r"C:\\\_dir\_" in description
    assert description.endswith("\n\n\\# no heading")
    assert "\x01" not in description


def test_blank_lines_and_odd_blanks_make_no_empty_paragraph() -> None:
    assert paragraphs(" a \r\n\r\n\ufeff\u00a0b ", "", "c") == "a\n\nb\n\nc"
    assert line("\u2028\n") == ""
    assert reference("https://a.example/é x?b=1#c") == "https://a.example/%C3%A9%20x?b=1#c"


@pytest.mark.parametrize("kind", list(DOCUMENTS))
def test_a_document_takes_as_many_queries_for_two_gaps_as_for_twelve(kind: str) -> None:
    manager = make_member()

    taken = [queries_of(kind, rows, manager) for rows in (2, 12)]

    assert taken[0] == taken[1] <= 3


def queries_of(kind: str, rows: int, by: Membership) -> int:
    """Return how many queries a document of so many planned gaps takes, the matrix apart."""
    assessment = make_assessment(by, edition=make_edition(make_page(rows)))
    make_answers(assessment, *[AnswerValues(coverage="gap")] * rows, by=by)
    entries = [
        PlanEntry(key, 0, {"action": "Mend it", "responsible_id": by.pk})
        for key in assessment.answers.values_list("key", flat=True)
    ]
    plan_gaps(entries=entries, by=by, at=NOW)
    with CaptureQueriesContext(connection) as all_of_them:
        contents = contents_of(assessment, by=by)
        DOCUMENTS[kind](contents)
    matrix = [each for each in all_of_them if '"assessments_' not in each["sql"].split("WHERE")[0]]
    return len(all_of_them) - len(matrix) - 1  # the assessment itself


def resources_of(made: object, kind: str) -> list[dict[str, object]]:
    """Return the resources of a kind in the back matter of assessment results."""
    assert isinstance(made, dict)
    resources = made["assessment-results"]["back-matter"]["resources"]
    return [each for each in resources if {"name": "type", "value": kind} in each.get("props", [])]

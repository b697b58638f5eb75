"""The checks that documents pass find what is broken, each what it is for."""

from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from typing import Any

import pytest

from assessments.models import Assessment
from tests.assessments.oscal.checking import SCHEMAS, dangling, repeated, schema_errors
from tests.assessments.oscal.telling import contents_of, document

pytestmark = pytest.mark.django_db

ELSEWHERE = "11111111-2222-4333-8444-555555555555"
Breaking = Callable[[Any], object]


def result(made: Any) -> Any:
    """Return the result of assessment results."""
    return made["assessment-results"]["results"][0]


def first(made: Any, name: str) -> Any:
    """Return the first observation, finding or risk."""
    return result(made)[name][0]


def selection(made: Any) -> Any:
    """Return the duties of the first control that was confirmed."""
    return result(made)["reviewed-controls"]["control-selections"][1]


def controls(made: Any) -> Any:
    """Return how its duties are named."""
    return selection(made)["include-controls"]


BREAKS_THE_SCHEMA: list[tuple[str, Breaking]] = [
    ("no-metadata", lambda made: made["assessment-results"].pop("metadata")),
    ("no-plan", lambda made: made["assessment-results"].pop("import-ap")),
    ("unknown-field", lambda made: first(made, "findings").update(colour="red")),
    ("no-target", lambda made: first(made, "findings").pop("target")),
    ("state", lambda made: first(made, "findings")["target"]["status"].update(state="maybe")),
    ("target-type", lambda made: first(made, "findings")["target"].update(type="control")),
    ("token", lambda made: first(made, "findings")["target"].update({"target-id": "1 a"})),
    ("no-uuid", lambda made: first(made, "observations").update(uuid="42")),
    (
        "uuid-version",
        lambda made: first(made, "observations").update(
            uuid=ELSEWHERE[:14] + "1" + ELSEWHERE[15:]
        ),
    ),
    ("no-method", lambda made: first(made, "observations").update(methods=[])),
    ("no-zone", lambda made: first(made, "observations").update(collected="2026-11-22T09:00:00")),
    ("day-only", lambda made: first(made, "risks").update(deadline="2026-11-22")),
    ("two-lines", lambda made: first(made, "risks").update(title="a\nb")),
    (
        "blank-end",
        lambda made: made["assessment-results"]["metadata"]["parties"][0].update(name="a "),
    ),
    ("address", lambda made: made["assessment-results"]["import-ap"].update(href="#é b")),
    ("number", lambda made: made["assessment-results"]["metadata"].update(version=1)),
    ("empty-list", lambda made: result(made).update(findings=[])),
    ("no-control", lambda made: selection(made).update({"include-controls": []})),
    ("class", lambda made: selection(made)["props"][0].update({"class": "NIST SP 800-53"})),
    ("blank-identifier", lambda made: selection(made)["props"][0].update(value=" AC-2")),
    ("foreign-control", lambda made: controls(made)[0].update({"control-id": "SA-9(5)"})),
]
DANGLES: list[tuple[str, Breaking]] = [
    ("plan", lambda made: made["assessment-results"]["import-ap"].update(href=f"#{ELSEWHERE}")),
    (
        "risk",
        lambda made: first(made, "findings")["related-risks"][0].update({"risk-uuid": ELSEWHERE}),
    ),
    ("observation-away", lambda made: result(made)["observations"].pop()),
    (
        "subject",
        lambda made: first(made, "observations")["subjects"][0].update(
            {"subject-uuid": ELSEWHERE}
        ),
    ),
    (
        "proof",
        lambda made: first(made, "observations")["relevant-evidence"][0].update(
            href=f"#{ELSEWHERE}"
        ),
    ),
    ("party-away", lambda made: made["assessment-results"]["metadata"]["parties"].pop()),
    ("role-away", lambda made: made["assessment-results"]["metadata"]["roles"].clear()),
    (
        "control",
        lambda made: first(made, "findings")["target"].update({"target-id": "activity-999_smt"}),
    ),
    ("reviewed", lambda made: controls(made)[0].update({"control-id": "ac-2"})),
    ("reviewed-part", lambda made: controls(made)[0].update({"statement-ids": ["ac-2_smt"]})),
    ("catalog-away", lambda made: made["assessment-results"]["back-matter"]["resources"].pop(1)),
    # An id that is there, but is no risk's.
    (
        "wrong-kind",
        lambda made: first(made, "findings")["related-risks"][0].update(
            {"risk-uuid": first(made, "findings")["uuid"]}
        ),
    ),
]


@pytest.fixture
def sound(told: Assessment) -> Any:
    """Return a document without a fault."""
    made = document("oscal-results", contents_of(told))
    assert schema_errors(made) == dangling(made) == repeated(made) == []
    return made


@pytest.mark.parametrize(
    "breaking", [pytest.param(each, id=name) for name, each in BREAKS_THE_SCHEMA]
)
def test_the_schema_refuses(breaking: Breaking, sound: Any) -> None:
    breaking(sound)

    assert schema_errors(sound)


@pytest.mark.parametrize("breaking", [pytest.param(each, id=name) for name, each in DANGLES])
def test_a_reference_that_ends_nowhere_is_found(breaking: Breaking, sound: Any) -> None:
    breaking(sound)

    assert schema_errors(sound) == [] or "roles" in schema_errors(sound)[0]
    assert dangling(sound)


def test_an_id_given_twice_is_found(sound: Any) -> None:
    result(sound)["findings"].append(deepcopy(first(sound, "findings")))

    assert repeated(sound) == [first(sound, "findings")["uuid"]]


def test_a_plan_of_action_without_an_item_is_refused(told: Assessment) -> None:
    made = document("oscal-poam", contents_of(told))
    made["plan-of-action-and-milestones"]["poam-items"].clear()

    assert schema_errors(made)


def test_the_schemas_are_those_that_nist_released() -> None:
    stated = (SCHEMAS / "README.md").read_text("utf-8")

    for path in SCHEMAS.glob("*.json"):
        assert f"| `{path.name}` | `{sha256(path.read_bytes()).hexdigest()}` |" in stated

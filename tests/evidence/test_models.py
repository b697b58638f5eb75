"""What the table of proofs holds whatever the code does, and its vocabulary."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.rights import Role
from evidence.models import Confidentiality, Evidence, Kind
from evidence.services import withdraw_evidence
from tests.builders import NOW, make_evidence, make_file, make_link, make_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def _titles(found: Iterable[Evidence]) -> list[str]:
    return sorted(str(each) for each in found)


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": ""}, id="no title"),
        pytest.param({"evidence_type": "rumour"}, id="an unknown type"),
        pytest.param({"confidentiality": "hush"}, id="an unknown confidentiality"),
        pytest.param({"period_from": TODAY, "period_to": TODAY - DAY}, id="a reversed period"),
        pytest.param({"population": 0}, id="nobody to take a sample of"),
        pytest.param({"sample": 0}, id="no sample"),
        pytest.param({"population": 3, "sample": 4}, id="a sample beyond its population"),
        pytest.param({"confidentiality": "secret"}, id="a secret that auditors see"),
        pytest.param({"withdrawn_at": NOW}, id="a withdrawal without a reason"),
        pytest.param({"withdrawal_reason": "Wrong"}, id="a reason without a withdrawal"),
    ],
)
def test_the_database_refuses_what_cannot_be_said(changes: dict[str, Any]) -> None:
    evidence = make_evidence()

    with pytest.raises(Error), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": Kind.LINK}, id="a link without an address"),
        pytest.param({"kind": Kind.FILE}, id="a file without one"),
        pytest.param({"statement": ""}, id="a statement without words"),
        pytest.param({"url": "https://example.org/"}, id="a statement with an address"),
        pytest.param({"sha256": "ab", "filename": "a.txt"}, id="a statement with a file"),
        pytest.param({"size": 1}, id="a statement with a size"),
        pytest.param(
            {"kind": Kind.LINK, "statement": "", "url": "javascript:alert(1)"}, id="a script"
        ),
        pytest.param({"kind": Kind.LINK, "statement": "", "url": "/a"}, id="no address"),
        pytest.param({"kind": "rumour"}, id="an unknown kind"),
    ],
)
def test_the_database_refuses_content_that_does_not_fit_its_kind(changes: dict[str, Any]) -> None:
    evidence = make_evidence()
    columns = {
        field.attname: getattr(evidence, field.attname)
        for field in Evidence._meta.concrete_fields
        if field.name not in {"id", "key"}
    }

    with pytest.raises(Error), transaction.atomic():
        Evidence.objects.create(**columns | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "0" * 64},
        {"size": 3},
        {"media_type": "text/html"},
        {"filename": "other.txt"},
        {"added_at": NOW + DAY},
        {"key": "00000000-0000-4000-8000-000000000000"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_content_of_a_file_never_changes(changes: dict[str, Any]) -> None:
    evidence = make_file()

    with pytest.raises(Error, match="never changes"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(**changes)


def test_an_address_and_a_statement_never_change() -> None:
    link, statement = make_link(), make_evidence()

    with pytest.raises(Error, match="never changes"), transaction.atomic():
        Evidence.objects.filter(pk=link.pk).update(url="https://example.org/other")
    with pytest.raises(Error, match="never changes"), transaction.atomic():
        Evidence.objects.filter(pk=statement.pk).update(statement="Otherwise.")


def test_a_withdrawal_is_for_good() -> None:
    by = make_member()
    evidence = make_evidence(by=by)
    withdraw_evidence(evidence=evidence, reason="Wrong", revision=1, by=by, at=NOW)

    with pytest.raises(Error, match="for good"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(
            withdrawn_at=None, withdrawn_by=None, withdrawal_reason=""
        )


@pytest.mark.parametrize("column", ["collected_by", "withdrawn_by"])
def test_people_of_a_proof_belong_to_its_organisation(column: str) -> None:
    evidence, stranger = make_evidence(), make_member()
    changes: dict[str, Any] = {column: stranger}
    if column == "withdrawn_by":
        changes |= {"withdrawn_at": NOW, "withdrawal_reason": "Wrong"}

    with pytest.raises(Error, match="another organisation"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(**changes)


def test_who_adds_a_proof_belongs_to_its_organisation() -> None:
    evidence, stranger = make_evidence(), make_member()
    evidence.pk = None
    evidence.key = "00000000-0000-4000-8000-000000000000"
    evidence.added_by = stranger

    with pytest.raises(Error, match="another organisation"), transaction.atomic():
        evidence.save(force_insert=True)


def test_proofs_are_told_by_the_day() -> None:
    by = make_member()
    for title, last in [
        ("for ever", None),
        ("over", TODAY - DAY),
        ("last day", TODAY),
        ("in a month", TODAY + 30 * DAY),
        ("later", TODAY + 31 * DAY),
    ]:
        make_evidence(by=by, title=title, valid_until=last)
    gone = make_evidence(by=by, title="withdrawn", valid_until=TODAY)
    withdraw_evidence(evidence=gone, reason="Wrong", revision=1, by=by, at=NOW)

    ours = Evidence.objects.of_organisation(by.organisation)

    assert _titles(ours.valid(on=TODAY)) == ["for ever", "in a month", "last day", "later"]
    assert _titles(ours.expiring(on=TODAY, days=30)) == ["in a month", "last day"]
    assert _titles(ours.expired(on=TODAY)) == ["over"]
    assert "withdrawn" not in _titles(ours.standing())
    assert _titles(ours)[-1] == "withdrawn"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_members_see_the_proofs_of_their_organisation_alone(role: Role) -> None:
    evidence, _elsewhere = make_evidence(), make_evidence()
    reader = make_member(role, organisation=evidence.organisation)

    assert list(Evidence.objects.visible_to(reader.user)) == [evidence]


def test_auditors_and_former_members_see_none_by_themselves() -> None:
    evidence = make_evidence()
    auditor = make_member(Role.AUDITOR, organisation=evidence.organisation)
    former = make_member(organisation=evidence.organisation)
    type(former).objects.filter(pk=former.pk).update(ended_at=NOW)

    assert not Evidence.objects.visible_to(auditor.user)
    assert not Evidence.objects.visible_to(former.user)


def test_what_is_kept_from_auditors_is_left_out() -> None:
    by = make_member()
    make_evidence(by=by, title="open")
    make_evidence(by=by, title="ours", is_visible_to_auditor=False)
    secret = Confidentiality.SECRET
    make_evidence(by=by, title="key", confidentiality=secret, is_visible_to_auditor=False)

    assert _titles(Evidence.objects.for_auditors()) == ["open"]


def test_files_are_told_from_the_rest_and_the_newest_comes_first() -> None:
    by = make_member()
    file, link, statement = make_file(by=by), make_link(by=by), make_evidence(by=by)

    assert list(Evidence.objects.in_vault()) == [file]
    assert list(Evidence.objects.in_order()) == [statement, link, file]


def test_proofs_go_with_their_organisation() -> None:
    by = make_member()
    evidence = make_file(by=by, collected_by_id=by.pk)
    withdraw_evidence(evidence=evidence, reason="Wrong", revision=1, by=by, at=NOW)
    make_evidence(by=by)

    by.organisation.delete()

    assert not Evidence.objects.exists()

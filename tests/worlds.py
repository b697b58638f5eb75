"""An organisation with something in every table, and all by which a request can name it."""

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Role
from accounts.services import make_calendar_key
from accounts.services.sessions import note_session
from assessments.models import Answer, Assessment, LinkView, ShareLink
from assessments.services.answering import AnswerValues
from assessments.services.comments import add_comment
from assessments.services.gaps import Acceptance, PlanEntry, PlanValues, accept_gap, plan_gaps
from assessments.services.links import Viewed, note_view
from assessments.services.options import OptionDecision, decide_option
from assessments.services.reviewing import Seen, send_back_rows, submit_rows
from evidence.services import withdraw_evidence
from matrix.models import Matrix, Provider
from matrix.services.controls import ControlEntry, choose_controls
from tests.builders import (
    NOW,
    PAGE,
    make_answers,
    make_assessment,
    make_edition,
    make_evidence,
    make_labels,
    make_link,
    make_opinions,
    make_option,
    make_team,
)
from tests.test_rights import World, make_world

# A number is left out: a finding of the edition.
_FAULTY = PAGE.replace("## 2. Exploiter", "## 4. Exploiter")


def make_full_world() -> World:
    """Build an organisation like that of the table of rights, and fill the tables it leaves."""
    world = make_world()
    members = Membership.objects.filter(organisation=world.organisation)
    manager, colleague = (
        members.select_related("organisation", "user").filter(role=role, ended_at=None)[0]
        for role in (Role.MANAGER, Role.CONTRIBUTOR)
    )
    edition = make_edition(_FAULTY, organisation=world.organisation)
    provider = Provider.objects.create(slug=f"own-{world.organisation.slug}", name="Their own")
    Matrix.objects.filter(pk=edition.matrix_id).update(provider=provider)
    make_labels(edition)
    assessment = make_assessment(manager, edition=edition)
    _answer(assessment, manager, colleague)
    _talk(assessment, manager)
    make_opinions(assessment, "minor", note="n")
    option = make_option(assessment, by=manager, applies="not_bought")
    decide_option(
        assessment_id=assessment.pk,
        option_id=option.pk,
        decision=OptionDecision(is_bought=False, reason="Too dear", revision=0),
        by=manager,
        at=NOW,
    )
    make_link(by=manager)
    withdraw_evidence(
        evidence=make_evidence(by=manager), reason="Wrong", revision=1, by=manager, at=NOW
    )
    control = ControlEntry(edition.activities.in_printed_order()[0].pk, 0, ("A.5.1",))
    choose_controls(
        edition=edition, framework="iso-27001-2022", entries=[control], by=manager, at=NOW
    )
    _export(assessment, manager)
    link = ShareLink.objects.get(organisation=world.organisation)
    note_view(link=link, viewed=Viewed(LinkView.What.EVIDENCE), at=NOW)
    _sign_in(colleague)
    return world


def named_by(world: World) -> dict[str, list[str]]:
    """Return what the fields and query keys of requests can hold of an organisation, by name."""
    pk, ids = world.organisation.pk, world.ids
    edition = Matrix.objects.filter(organisation=pk).latest("pk").editions.get()
    member = Membership.objects.filter(organisation=pk, role=Role.CONTRIBUTOR)[0]
    owners = [f"member-{member.pk}", f"team-{ids['team_id']}", str(member.pk)]
    rows = [f"{ids['key']}:1", f"{ids['key']}:0", str(ids["key"])]
    party = str(edition.parties.get(is_client=True).pk)
    section = str(ids["section_id"])
    one = {
        "assessment": ids["assessment_id"],
        "assessments": ids["assessment_id"],
        "batch": ids["batch"],
        "client_party": party,
        "party": party,
        "edition": edition.pk,
        "new": edition.pk,
        "old": edition.pk,
        "other": edition.pk,
        "evidence": ids["evidence_key"],
        "key": ids["key"],
        "row": ids["key"],
        "matrix": edition.matrix_id,
        "mention": member.pk,
        "members": member.pk,
        "option": ids["option_id"],
        "person": member.user_id,
        "section": section,
        "sections": section,
        "team": ids["team_id"],
        "teams": ids["team_id"],
        "with": ids["sign_off_id"],
        "text": f"@{{{member.pk}}}",
    }
    several = {"rows": rows, "which": rows}
    who = dict.fromkeys(("collected_by", "giver", "owner", "responsible", "to"), owners)
    return {name: [str(value)] for name, value in one.items()} | several | who


def _answer(assessment: Assessment, by: Membership, colleague: Membership) -> None:
    """Have rows answered, planned, accepted for a time, and one of them sent back."""
    make_answers(
        assessment,
        AnswerValues(coverage="gap", note="n", owner_membership_id=colleague.pk),
        AnswerValues(coverage="gap", internal_note="i", owner_team_id=make_team(colleague).pk),
        AnswerValues(coverage="not_applicable", reason="r", until=date(2027, 1, 31)),
        by=by,
    )
    rows = list(Answer.objects.of_assessment(assessment).in_printed_order())
    plan = PlanValues(severity="high", action="Buy one", ticket_url="https://example.org/1")
    plan_gaps(entries=[PlanEntry(rows[0].key, 0, plan)], by=by, at=NOW)
    until = Acceptance(NOW.date() + timedelta(days=30), "Until spring")
    accept_gap(key=rows[1].key, revision=0, acceptance=until, by=by, at=NOW)
    seen = [Seen(rows[1].key, rows[1].revision)]
    submit_rows(assessment_id=assessment.pk, rows=seen, by=by, at=NOW)
    again = [Seen(rows[1].key, rows[1].revision + 1)]
    send_back_rows(assessment_id=assessment.pk, rows=again, reason="Why?", by=by, at=NOW)


def _talk(assessment: Assessment, by: Membership) -> None:
    """Have somebody mentioned in a comment."""
    mentioned = Membership.objects.filter(
        organisation=assessment.organisation, role=Role.CONTRIBUTOR, ended_at=None
    )[0]
    add_comment(
        assessment_id=assessment.pk,
        key=Answer.objects.of_assessment(assessment).in_printed_order()[0].key,
        text="Look",
        mention_id=mentioned.pk,
        by=by,
        at=NOW,
    )


def _export(assessment: Assessment, by: Membership) -> None:
    client = Client()
    client.force_login(by.user)
    url = reverse("assessments:workbook", args=[assessment.organisation.slug, assessment.pk])
    assert client.post(f"{url}?coverage=gap").status_code == 200


def _sign_in(member: Membership) -> None:
    """Keep what signing in leaves of a person: a session, an address, a second factor."""
    now: Any = timezone.now()
    user = member.user
    make_calendar_key(user=user, at=now)
    note_session(user=user, session_key=f"{user.pk:032}", device="Firefox", address=None, at=now)
    EmailAddress.objects.create(user=user, email=user.email)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})

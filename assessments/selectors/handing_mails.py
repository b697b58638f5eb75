"""What mails about hand-overs say, to whom, with what each reader may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import Membership, TeamMember
from accounts.rights import Action
from assessments.models import Assessment, HandOver
from assessments.selectors.digests import DigestRow
from assessments.selectors.handing import HandedRow, Receipt, numbers_of, receipt_of

SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class HandOverMail:
    """A hand-over as one reader is told of it: so many rows, the first of them, and the page.

    `numbers` says what came of all of them: "3 accepted, 1 refused".
    """

    receipt: Receipt
    total: int
    rows: tuple[DigestRow, ...]
    numbers: str
    link: str

    @property
    def more(self) -> int:
        """Return how many rows are not named."""
        return self.total - len(self.rows)


def deciders_of(hand_over_id: int) -> list[Membership]:
    """Return who decides on an offer: the successor, or who answers duties in the team.

    Nobody in a demo, which writes to nobody. Two queries.
    """
    hand_over = HandOver.objects.get(pk=hand_over_id)
    in_team = TeamMember.objects.filter(team=hand_over.to_team_id).values("membership")
    is_successor = Q(pk=hand_over.to_membership_id) | Q(pk__in=in_team)
    found = Membership.objects.current().filter(is_successor, organisation__is_demo=False)
    members = found.select_related("organisation", "user").order_by("pk")
    return [member for member in members if member.may(Action.ANSWER_OWN)]


def offerer_of(hand_over_id: int) -> Membership | None:
    """Return who offered a hand-over on which everything is decided, None while a row waits.

    None too for a demo, and for somebody who left or hands nothing over any more. One query.
    """
    decided = HandOver.objects.filter(pk=hand_over_id).exclude(
        pk__in=HandOver.objects.waiting().values("pk")
    )
    members = Membership.objects.current().filter(
        pk__in=decided.values("proposed_by"), organisation__is_demo=False
    )
    offerer = members.select_related("organisation", "user").first()
    return offerer if offerer and offerer.may(Action.ASSIGN_OWN) else None


def mail_of(hand_over_id: int, *, reader: Membership, state: str) -> HandOverMail | None:
    """Return what a reader is told, naming rows in `state`; None when they see no row of it.

    In the language of the reader. Five queries.
    """
    receipt = receipt_of(hand_over_id, reader=reader, language=reader.user.language)
    if receipt is None:
        return None
    visible = set(
        Assessment.objects.visible_to(reader.user)
        .filter(pk__in={row.assessment.pk for row in receipt.rows})
        .values_list("pk", flat=True)
    )
    rows = [row for row in receipt.rows if row.assessment.pk in visible]
    if not rows:
        return None
    named = [row for row in rows if row.state == state]
    slug = reader.organisation.slug
    return HandOverMail(
        receipt=receipt,
        total=len(named),
        rows=tuple(_rows(named[:SHOWN], slug)),
        numbers=numbers_of(Counter(row.state for row in rows)),
        link=_url("receipt", slug, hand_over_id),
    )


def _rows(rows: Iterable[HandedRow], slug: str) -> Iterable[DigestRow]:
    for row in rows:
        yield DigestRow(
            text=row.activity.text,
            language=row.activity.language,
            about=str(row.assessment),
            link=_url("answer", slug, row.assessment.pk, row.key),
            due_on=row.due,
        )


def _url(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(f'assessments:{name}', args=args)}"

"""What a summary says to one person: what waits for them, in every organisation of theirs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.models import Membership, Organisation, User
from accounts.rights import Action
from assessments.selectors.comments import MentionLine, Mentions, unread_mentions
from assessments.selectors.mine import MyGroup, MyRow, groups_of, my_duties
from assessments.selectors.mine.groups import Group
from assessments.selectors.still_true import still_true_key

SHOWN: Final = 5
TOLD: Final = frozenset({Group.OVERDUE, Group.THIS_WEEK, Group.SENT_BACK, Group.RECHECK})


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A row, or a comment, with the address it has and where it belongs.

    `language` is that of `text`. `still_true_link` is "" where one cannot say so from the mail.
    """

    text: str
    language: str
    about: str
    link: str
    due_on: date | None = None
    still_true_link: str = ""


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """A counted group: "3 overdue", its first rows, how many more, and where all of them are."""

    words: str
    rows: tuple[DigestRow, ...]
    more: int
    link: str


@dataclass(frozen=True, slots=True)
class DigestPart:
    """What waits for a person in one organisation."""

    organisation: Organisation
    groups: tuple[DigestGroup, ...]


def digest_of(user: User, *, on: date) -> tuple[DigestPart, ...]:
    """Return what waits for a person today, by organisation; () when nothing does.

    In the language in force. Eight queries for each organisation they work in. A demo writes to
    nobody.
    """
    members = Membership.objects.current().filter(user=user, organisation__is_demo=False)
    members = members.select_related("organisation", "user")
    parts = (
        DigestPart(member.organisation, tuple(_groups(member, on)))
        for member in members.order_by("organisation__name", "pk")
        if member.may(Action.ANSWER_OWN)
    )
    return tuple(part for part in parts if part.groups)


def _groups(member: Membership, on: date) -> Iterator[DigestGroup]:
    mine_url = _url("my_duties", member.organisation.slug)
    mine = my_duties(member, language=member.user.language, on=on)
    for group in groups_of(mine.rows):
        if group.group in TOLD:
            yield _group(group, member, f"{mine_url}#mine-{group.name}")
    mentions = unread_mentions(member)
    if mentions.total:
        yield _mentions(mentions, f"{mine_url}#mine-mentions")


def _group(group: MyGroup, member: Membership, link: str) -> DigestGroup:
    rows = tuple(_row(row, member) for row in group.rows[:SHOWN])
    return DigestGroup(group.words, rows, len(group.rows) - len(rows), link)


def _row(row: MyRow, member: Membership) -> DigestRow:
    # Where a second factor is asked for, a mail alone answers nothing.
    has_link = row.group == Group.RECHECK and not member.organisation.requires_mfa
    key = still_true_key(row.key, row.revision, member) if has_link else ""
    return DigestRow(
        text=row.activity.text,
        language=row.activity.language,
        about=str(row.assessment),
        link=_url("answer", member.organisation.slug, row.assessment.pk, row.key),
        due_on=row.due_on,
        still_true_link=_url("still_true", key) if key else "",
    )


def _mentions(mentions: Mentions, link: str) -> DigestGroup:
    n = mentions.total
    words = ngettext("%(n)s comment mentions you", "%(n)s comments mention you", n) % {"n": n}
    rows = tuple(_said(mentions.lines[:SHOWN]))
    return DigestGroup(words, rows, n - len(rows), link)


def _said(lines: Iterable[MentionLine]) -> Iterator[DigestRow]:
    for line in lines:
        who = line.who or gettext("Somebody who is no longer here")
        url = _url("answer", line.organisation.slug, line.assessment.pk, line.key)
        yield DigestRow(line.activity, line.language, f"{who} · {line.assessment}", url)


def _url(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(f'assessments:{name}', args=args)}"

"""The groups a member's rows stand in, worst first, and their words."""

from datetime import date, timedelta
from enum import IntEnum

from django.utils.translation import gettext, ngettext

from assessments import words
from assessments.models import Answer, Coverage, Question, Review
from assessments.selectors.duties import OPEN_COVERAGES, due_of

WEEK = timedelta(days=7)


class Group(IntEnum):
    """Where a row of mine stands, worst first. A row is in the first group that takes it."""

    OVERDUE = 1
    THIS_WEEK = 2
    SENT_BACK = 3
    RECHECK = 4
    UNDATED = 5
    UNANSWERED = 6
    LATER = 7
    DONE = 8
    MESSAGES = 9


# What waits for the member now; the other groups are folded.
NEEDING = frozenset(Group) - {Group.LATER, Group.DONE, Group.MESSAGES}


def group_of(answer: Answer, *, on: date) -> Group:
    """Return the one group of a row; what is due today or in the six days after is this week."""
    if answer.question == Question.RECEIVE:
        return Group.MESSAGES
    is_open, due = answer.coverage in OPEN_COVERAGES, due_of(answer)
    if due and due < on + WEEK:
        return Group.OVERDUE if due < on else Group.THIS_WEEK
    if answer.review == Review.SENT_BACK:
        return Group.SENT_BACK
    if answer.is_to_recheck:
        return Group.RECHECK
    if answer.coverage == Coverage.UNANSWERED:
        return Group.UNANSWERED
    if not is_open:
        return Group.DONE
    return Group.LATER if due else Group.UNDATED


def group_words(group: Group, n: int) -> str:
    """Return a group with its count: "3 overdue"."""
    said = {
        Group.OVERDUE: words.overdue_number(n),
        Group.SENT_BACK: ngettext("%(n)s sent back", "%(n)s sent back", n),
        Group.THIS_WEEK: ngettext("%(n)s due this week", "%(n)s due this week", n),
        Group.RECHECK: ngettext("%(n)s to recheck", "%(n)s to recheck", n),
        Group.UNDATED: ngettext(
            "%(n)s gap or partial without a date", "%(n)s gaps or partial without a date", n
        ),
        Group.UNANSWERED: words.number_of(Coverage.UNANSWERED, n),
        Group.LATER: ngettext("%(n)s planned for later", "%(n)s planned for later", n),
        Group.DONE: ngettext("%(n)s done", "%(n)s done", n),
        Group.MESSAGES: ngettext(
            "%(n)s consulted or informed, counted apart",
            "%(n)s consulted or informed, counted apart",
            n,
        ),
    }
    return said[group] % {"n": n}


def group_name(group: Group) -> str:
    """Return a group without a count, for a column."""
    names = {
        Group.OVERDUE: gettext("Overdue"),
        Group.SENT_BACK: gettext("Sent back"),
        Group.THIS_WEEK: gettext("Due this week"),
        Group.RECHECK: gettext("To recheck"),
        Group.UNDATED: gettext("Gap or partial without a date"),
        Group.UNANSWERED: gettext("Not answered yet"),
        Group.LATER: gettext("Planned for later"),
        Group.DONE: gettext("Done"),
        Group.MESSAGES: gettext("Consulted or informed"),
    }
    return names[group]

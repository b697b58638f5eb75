"""What is said of gaps and their plans: one wording for pages and workbooks."""

from django.utils.translation import gettext, ngettext

from assessments.words.counting import overdue_number


def gaps_lead(n: int) -> str:
    """Return the beginning of the sentence: "7 gaps or partial"; "No gap" for none."""
    if not n:
        return gettext("No gap")
    return ngettext("%(n)s gap or partial", "%(n)s gaps or partial", n) % {"n": n}


def gaps_rest(*, overdue: int, planned: int, unplanned: int, accepted: int) -> str:
    """Return ": 2 overdue, 3 planned, 3 without a plan, 1 accepted"; "" when there is none.

    A gap is planned, without a plan or accepted; what is overdue is among the first two.
    """
    parts = [overdue_number(overdue)] if overdue else []
    parts += gap_parts(planned=planned, unplanned=unplanned, accepted=accepted)
    return gettext(": %(parts)s") % {"parts": ", ".join(parts)} if parts else ""


def plans_words(parts: list[str]) -> str:
    """Return "Gaps and partial: 3 planned, 1 accepted"; "" without a part."""
    return gettext("Gaps and partial: %(parts)s") % {"parts": ", ".join(parts)} if parts else ""


def gap_parts(*, planned: int, unplanned: int, accepted: int) -> list[str]:
    """Return "3 planned", "3 without a plan", "1 accepted"; what is zero is left out."""
    parts = [
        (planned, ngettext("%(n)s planned", "%(n)s planned", planned)),
        (unplanned, ngettext("%(n)s without a plan", "%(n)s without a plan", unplanned)),
        (accepted, ngettext("%(n)s accepted", "%(n)s accepted", accepted)),
    ]
    return [text % {"n": n} for n, text in parts if n]


def age_words(days: int) -> str:
    """Return how old a gap is: "37 days"; "since today" on its first day."""
    if not days:
        return gettext("since today")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def late_words(days: int) -> str:
    """Return "3 days late"."""
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}

"""What limits a sign-off, in the reader's language."""

from django.utils.translation import gettext, ngettext


def limit_words(code: str, n: int) -> str:
    """Return one limit: "2 rows are unanswered"; an unknown code as it is stored."""
    said = {
        "unanswered": ngettext("%(n)s row is unanswered", "%(n)s rows are unanswered", n),
        "gaps_open": ngettext("%(n)s gap or partial is open", "%(n)s gaps or partial are open", n),
        "gaps_accepted": ngettext("%(n)s gap is accepted", "%(n)s gaps are accepted", n),
        "not_reviewed": ngettext(
            "%(n)s answer was not accepted by a reviewer",
            "%(n)s answers were not accepted by a reviewer",
            n,
        ),
        "accepted_alone": ngettext(
            "%(n)s answer was accepted by whoever answered or submitted it",
            "%(n)s answers were accepted by whoever answered or submitted them",
            n,
        ),
        "to_recheck": ngettext(
            "%(n)s answer is to be rechecked", "%(n)s answers are to be rechecked", n
        ),
        "switched_off": ngettext(
            "%(n)s row is switched off by an option", "%(n)s rows are switched off by an option", n
        ),
        "four_eyes_off": gettext("Four eyes are off"),
        "newer_edition": gettext("A newer edition of the matrix is in the library"),
    }
    return said[code] % {"n": n} if code in said else f"{code}: {n}"

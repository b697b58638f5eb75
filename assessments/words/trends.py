"""What changed over a time, in words."""

from django.utils.translation import gettext, ngettext

MINUS = "\N{MINUS SIGN}"


def change_words(change: int) -> str:
    """Return "6 more covered than 30 days ago"; below zero "2 fewer …", for 0 "as many …"."""
    if not change:
        return gettext("as many covered as 30 days ago")
    if change < 0:
        return ngettext(
            "%(n)s fewer covered than 30 days ago", "%(n)s fewer covered than 30 days ago", -change
        ) % {"n": -change}
    return ngettext(
        "%(n)s more covered than 30 days ago", "%(n)s more covered than 30 days ago", change
    ) % {"n": change}


def shift_words(*, answered: int, covered: int, gaps: int) -> str:
    """Return "answers +5, covered +3, gaps −1"; what did not change is left out."""
    parts = [
        (answered, gettext("answers %(n)s")),
        (covered, gettext("covered %(n)s")),
        (gaps, gettext("gaps %(n)s")),
    ]
    return ", ".join(text % {"n": f"{n:+d}".replace("-", MINUS)} for n, text in parts if n)

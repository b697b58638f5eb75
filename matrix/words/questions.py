"""What a finding makes a client ask its provider, in the language of the moment.

The provider is addressed as "you" and the client speaks as "we". A finding about the looks of
the page ("heading-level", "table-continued", "front-matter-odd", "letters-derived") asks nothing.
"""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# A code with ":cell" is the same finding about a whole column.
_QUESTIONS: dict[str, Promise] = {
    "roles-missing": gettext_lazy(
        "No role is printed for this activity. Who is responsible, who is accountable, who is"
        " consulted or informed?"
    ),
    "roles-missing:cell": gettext_lazy(
        "This table has no column for {cell}. Does {cell} have no part in these activities?"
    ),
    "row-short": gettext_lazy(
        "A cell is missing in this row, so that letters may stand under the wrong party. Please"
        " confirm the letters of each party."
    ),
    "row-long": gettext_lazy(
        "This row has more cells than the table has columns ({values}). Which letters belong to"
        " which party?"
    ),
    "cell-unknown": gettext_lazy(
        "The column {cell} holds “{values}”. Which of the letters R, A, C and I are meant?"
    ),
    "cell-marked": gettext_lazy(
        "The column {cell} holds “{first}”. What does the mark change in who does what?"
    ),
    "number-repeated": gettext_lazy(
        "The number {first} is printed on more than one section. How shall we refer to them?"
    ),
    "number-skipped": gettext_lazy(
        "A number is left out before {first}. Is a section of the page missing?"
    ),
    "section-empty": gettext_lazy(
        "Section {values} has no activity. Is there nothing to share out, or is a table missing?"
    ),
    "dates-disagree": gettext_lazy(
        "The page says {first} in one place and {second} in another. Which is the date of this"
        " edition?"
    ),
    "date-odd": gettext_lazy("The date is printed as “{first}”. Which day is meant?"),
    "date-missing": gettext_lazy("The page gives no date. From which day on does it apply?"),
    "not-a-matrix-table": gettext_lazy(
        "One table has other columns ({values}). Does it share out responsibilities as well?"
    ),
    "no-responsible": gettext_lazy("Nobody holds R. Who carries this activity out?"),
    "no-accountable": gettext_lazy(
        "Nobody holds A. Who answers for this activity being carried out?"
    ),
    "several-accountable": gettext_lazy(
        "A is held by several parties: {values}. Which one is accountable, and for which part?"
    ),
    "several-responsible": gettext_lazy(
        "R is held by several parties: {values}. Who does which part?"
    ),
    "accountable-only": gettext_lazy(
        "We hold {first} without R: you carry it out and we answer for it. What do you hand us so"
        " that we can check it, and when?"
    ),
    "nobody": gettext_lazy("No party holds any letter. Who carries this activity out?"),
    "shifted-suspect": gettext_lazy(
        "The only letters of this row are {first}, under {cell}, and a cell is missing. Are they"
        " yours or ours?"
    ),
}

QUESTION_CODES = frozenset(code for code in _QUESTIONS if ":" not in code)


def question_sentence(code: str, *, cell: str, values: Sequence[str]) -> str:
    """Return what a finding asks the provider, "" for one that asks nothing."""
    key = f"{code}:cell" if cell and f"{code}:cell" in _QUESTIONS else code
    if key not in _QUESTIONS:
        return ""
    first, second = [*values, "", ""][:2]
    words = ", ".join(value for value in values if value)
    return str(_QUESTIONS[key]).format(cell=cell, values=words, first=first, second=second)

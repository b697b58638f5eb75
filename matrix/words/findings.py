"""Findings in the words of a reader of the page, in the language of the moment.

The reader's own English sentences are for the command line; here each code of the closed list
(CONTRACTS.md, "Findings") has a name and a sentence, filled with what was printed.
"""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# A code with ":cell" is the same finding about a whole column.
_NAMES: dict[str, Promise] = {
    "roles-missing": gettext_lazy("No role printed"),
    "row-short": gettext_lazy("Row too short"),
    "row-long": gettext_lazy("Row too long"),
    "cell-unknown": gettext_lazy("Cell that cannot be read"),
    "cell-marked": gettext_lazy("Letters with a mark"),
    "table-continued": gettext_lazy("Table cut in two"),
    "heading-level": gettext_lazy("Heading at another level"),
    "number-repeated": gettext_lazy("Section number used twice"),
    "number-skipped": gettext_lazy("Section number left out"),
    "section-empty": gettext_lazy("Section without activity"),
    "dates-disagree": gettext_lazy("Dates that disagree"),
    "date-odd": gettext_lazy("Unusual date"),
    "date-missing": gettext_lazy("No date"),
    "front-matter-odd": gettext_lazy("Unusual page header"),
    "not-a-matrix-table": gettext_lazy("Table that is not a matrix"),
    "letters-derived": gettext_lazy("Letters that were not printed"),
    "no-responsible": gettext_lazy("Nobody responsible"),
    "no-accountable": gettext_lazy("Nobody accountable"),
    "several-accountable": gettext_lazy("More than one accountable"),
    "several-responsible": gettext_lazy("More than one responsible"),
    "accountable-only": gettext_lazy("Yours to check, not to do"),
    "nobody": gettext_lazy("No letter at all"),
    "shifted-suspect": gettext_lazy("Perhaps in the wrong column"),
}
_SENTENCES: dict[str, Promise] = {
    "roles-missing": gettext_lazy("The row has no cell for the roles."),
    "roles-missing:cell": gettext_lazy("This table has no column for {cell}."),
    "row-short": gettext_lazy(
        "A cell is missing. The row was read from the left; letters may stand under the wrong"
        " party."
    ),
    "row-long": gettext_lazy("The row has more cells than there are columns: {values}."),
    "cell-unknown": gettext_lazy("The column {cell} holds “{values}”, which is not RACI letters."),
    "cell-marked": gettext_lazy("The column {cell} holds “{first}”; the mark is kept as a note."),
    "table-continued": gettext_lazy(
        "These rows have no column names of their own; they continue the table above."
    ),
    "heading-level": gettext_lazy(
        "Section {first} is printed with {second} where its neighbours have {third}; its place"
        " was taken from its number."
    ),
    "number-repeated": gettext_lazy("The number {first} is printed on more than one section."),
    "number-skipped": gettext_lazy("A number is left out before {first}."),
    "section-empty": gettext_lazy("Section {values} has no activity."),
    "dates-disagree": gettext_lazy(
        "The page says {first} in one place and {second} in another. The first one is used."
    ),
    "date-odd": gettext_lazy("The date “{first}” is not written in the usual way."),
    "date-missing": gettext_lazy("The page gives no date that can be read."),
    "front-matter-odd": gettext_lazy("The header of the page is not in the usual form. {values}"),
    "not-a-matrix-table": gettext_lazy("A table with other columns was not read: {values}."),
    "letters-derived": gettext_lazy("The letters were worked out from another format."),
    "no-responsible": gettext_lazy("No party has R in this row."),
    "no-accountable": gettext_lazy("No party has A in this row."),
    "several-accountable": gettext_lazy("A is held by several parties: {values}."),
    "several-responsible": gettext_lazy("R is held by several parties: {values}."),
    "accountable-only": gettext_lazy("{cell} holds {first} without R: to check that it is done."),
    "nobody": gettext_lazy("No party holds any letter in this row."),
    "shifted-suspect": gettext_lazy(
        "The row lost a cell: the letters {first} of {cell} may be another party’s."
    ),
}


def finding_name(code: str) -> str:
    """Return what a finding is called; an unknown code is a KeyError."""
    return str(_NAMES[code])


def finding_sentence(code: str, *, cell: str, values: Sequence[str]) -> str:
    """Return the sentence of a finding, with the printed pieces it is about."""
    key = f"{code}:cell" if cell and f"{code}:cell" in _SENTENCES else code
    first, second, third = [*values, "", "", ""][:3]
    return str(_SENTENCES[key]).format(
        cell=cell,
        values=", ".join(value for value in values if value),
        first=first,
        second=second,
        third=third,
    )


def known_codes() -> frozenset[str]:
    """Return the codes that have a name."""
    return frozenset(_NAMES)

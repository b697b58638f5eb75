"""What a cell means for a row: the columns it would set, or why it cannot be taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from accounts.dates import date_format
from assessments.models import Coverage
from assessments.models.answers import MAX_NOTE, MAX_REASON
from assessments.readers.returning.texts import plain
from assessments.readers.said import Field, SaidValue
from assessments.selectors.duties import DutyRow, Owner
from assessments.selectors.intakes.owners import OwnerFinder
from assessments.words.intakes import trouble_words

_LIMITS: Final = {
    Field.REASON: MAX_REASON,
    Field.NOTE: MAX_NOTE,
    Field.INTERNAL_NOTE: MAX_NOTE,
}
_TEXTS: Final = frozenset(_LIMITS)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell means: the text it stands for, as it is shown, and the columns it sets.

    `text` is comparable with that of `here`. With `why` nothing can be taken.
    """

    text: str
    shown: str
    values: Mapping[str, object] = field(default_factory=dict)
    why: str = ""


class Reader:
    """Understands cells for one organisation."""

    def __init__(self, owners: OwnerFinder) -> None:
        """Know where owners are looked for."""
        self._owners = owners
        self._readers: dict[Field, Callable[[Field, str], Meaning]] = {
            Field.COVERAGE: _coverage,
            Field.UNTIL: _day,
            Field.DUE: _day,
            Field.OWNER: self._owner,
        }

    def meaning(self, said: SaidValue, name: Field) -> Meaning:
        """Return what a cell means for the field `name`."""
        if said.trouble is not None:
            return _not_understood(said.text, trouble_words(said.trouble))
        return self._readers.get(name, _text)(name, said.text)

    def _owner(self, _name: Field, text: str) -> Meaning:
        nobody = {"owner_membership_id": None, "owner_team_id": None}
        if not text:
            return Meaning("", "", nobody)
        found = self._owners.find(text)
        if not found:
            return _not_understood(text, _("No member or team is called so."))
        if len(found) > 1:
            return _not_understood(
                text, _("Several people or teams are called so: write the e-mail address.")
            )
        column = "owner_membership_id" if found[0].kind == "member" else "owner_team_id"
        return Meaning(found[0].value, found[0].name, {**nobody, column: found[0].pk})


def here(row: DutyRow, name: Field) -> Meaning:
    """Return what a row says now of a field, in the form in which meanings are compared."""
    if name == Field.OWNER:
        return _owner_here(row.owner)
    value = getattr(row, name.value)
    if name == Field.COVERAGE:
        return _coverage(name, value)
    if name in _TEXTS:
        return Meaning(plain(value), value)
    return _day(name, value.isoformat() if value else "")


def exported_text(row: DutyRow, name: Field) -> str:
    """Return what a row says now as an export would: an owner by name, all else as `here`."""
    if name == Field.OWNER:
        return plain(row.owner.name) if row.owner else ""
    return here(row, name).text


def shown_base(text: str | None, name: Field) -> str | None:
    """Return what an export said, as it is shown."""
    if not text:
        return text
    if name == Field.COVERAGE:
        return _coverage(name, text).shown
    return _day(name, text).shown if name in {Field.DUE, Field.UNTIL} else text


def _owner_here(owner: Owner | None) -> Meaning:
    return Meaning(owner.value, owner.name) if owner else Meaning("", "")


def _coverage(_name: Field, text: str) -> Meaning:
    code = text or Coverage.UNANSWERED.value
    if code not in Coverage.values:
        return _not_understood(text, _("This is none of the words for coverage."))
    return Meaning(code, str(Coverage(code).label), {"coverage": code})


def day(column: str, text: str) -> Meaning:
    """Return what an ISO date means for a column of dates; "" clears it."""
    if not text:
        return Meaning("", "", {column: None})
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return _not_understood(text, _("This is no date: write it as 2026-12-31 or 31/12/2026."))
    return Meaning(text, date_format(found, "j F Y"), {column: found})


def of_length(column: str, text: str, most: int) -> Meaning:
    """Return what a text means for a column that holds so many characters."""
    if len(text) > most:
        why = _("It is longer than the %(most)s characters that fit.") % {"most": most}
        return _not_understood(text, why)
    return Meaning(text, text, {column: text})


def _day(name: Field, text: str) -> Meaning:
    return day(name.value, text)


def _text(name: Field, text: str) -> Meaning:
    return of_length(name.value, text, _LIMITS[name])


def _not_understood(text: str, why: str) -> Meaning:
    return Meaning(text, text, why=why)

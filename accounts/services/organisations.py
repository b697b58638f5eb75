"""Changes to organisations as such."""

from datetime import datetime

from django.utils.text import slugify

from accounts.models import Language, Organisation, User
from accounts.selectors.second_factor import has_second_factor
from accounts.services.second_factor import NoSecondFactor
from accounts.services.telling import tell
from database.transactions import change

_WIDENED = "contributors_answer_any"
_REQUIRED = "requires_mfa"


@change
def create_organisation(
    *, name: str, at: datetime, is_demo: bool = False, language: str = Language.FRENCH
) -> Organisation:
    """Make an organisation; its slug comes from its name and never changes."""
    organisation = Organisation.objects.create(
        name=name, slug=_free_slug(name), is_demo=is_demo, language=language, created_at=at
    )
    tell(organisation, "organisation-created", at=at, new={"name": name})
    return organisation


@change
def let_contributors_answer_any(
    *, organisation: Organisation, is_on: bool, at: datetime, by: User
) -> bool:
    """Switch whether contributors answer and assign every row; tell whether that changed anything.

    CONTRACTS.md, "Rights": the setting that widens them.
    """
    changed = Organisation.objects.filter(
        pk=organisation.pk, contributors_answer_any=not is_on
    ).update(contributors_answer_any=is_on)
    if changed:
        old, new = {_WIDENED: not is_on}, {_WIDENED: is_on}
        tell(organisation, "setting-changed", at=at, by=by, old=old, new=new)
    return bool(changed)


@change
def ask_for_four_eyes(*, organisation: Organisation, is_on: bool, at: datetime, by: User) -> bool:
    """Switch whether another person accepts what somebody answered; tell whether that changed.

    What was accepted before stays accepted: a sign-off says by whom.
    """
    changed = Organisation.objects.filter(pk=organisation.pk, has_four_eyes=not is_on).update(
        has_four_eyes=is_on
    )
    if changed:
        old, new = {"has_four_eyes": not is_on}, {"has_four_eyes": is_on}
        tell(organisation, "setting-changed", at=at, by=by, old=old, new=new)
    return bool(changed)


@change
def mark_files(*, organisation: Organisation, mark: str, at: datetime, by: User) -> bool:
    """Say which mark is printed on all that leaves, "" for none; tell whether that changed it.

    Files that were made before keep theirs. Blanks at the ends, and more than one in a row, are
    none of the mark. `organisation` is as the person saw it.
    """
    mark, was = " ".join(mark.split()), organisation.classification
    seen = Organisation.objects.filter(pk=organisation.pk, classification=was)
    if mark == was or not seen.update(classification=mark):
        return False
    old, new = {"classification": was}, {"classification": mark}
    tell(organisation, "setting-changed", at=at, by=by, old=old, new=new)
    return True


@change
def require_second_factor(
    *, organisation: Organisation, is_on: bool, at: datetime, by: User
) -> bool:
    """Switch whether members need a second factor; tell whether that changed anything.

    In force with their next request. Raises `NoSecondFactor` for who asks it of others and has
    none: the organisation keeps somebody who can switch it off.
    """
    if is_on and not has_second_factor(by):
        raise NoSecondFactor
    asked = Organisation.objects.filter(pk=organisation.pk, requires_mfa=not is_on)
    changed = asked.update(requires_mfa=is_on)
    if changed:
        old, new = {_REQUIRED: not is_on}, {_REQUIRED: is_on}
        tell(organisation, "setting-changed", at=at, by=by, old=old, new=new)
    return bool(changed)


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)

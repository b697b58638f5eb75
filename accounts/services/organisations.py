"""Changes to organisations as such."""

from datetime import datetime

from django.utils.text import slugify

from accounts.models import Language, Organisation, User
from accounts.services.telling import tell
from database.transactions import change

_WIDENED = "contributors_answer_any"


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


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)

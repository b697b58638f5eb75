"""Which rows of an edition depend on an option that can be bought."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Organisation, User
from audit.services import Happening, append_events
from database.transactions import change
from matrix.bundles import Options, OptionTerms
from matrix.models import Edition, Option, OptionRow
from matrix.services.parts import CHUNK, refuse_longer


class OptionsDoNotFit(Exception):
    """The options were prepared for another page; the text says where they part from this one."""


@change
def attach_options(*, edition: Edition, options: Options, at: datetime) -> tuple[Option, ...]:
    """Group rows of a bundled edition under its options, by line of the page.

    The same options again change nothing and write no event. Raises `OptionsDoNotFit` when they
    were prepared for another file or name a line that has no such row.
    """
    if options.of_sha256 != edition.sha256:
        raise OptionsDoNotFit(f"they are for the file with the hash {options.of_sha256}")
    ids = dict(edition.activities.values_list("line", "pk"))
    unknown = sorted({line for terms in options.options for line in terms.rows} - ids.keys())
    if unknown:
        raise OptionsDoNotFit(f"line {unknown[0]} of the page has no activity")
    return tuple(
        group_option(
            edition=edition,
            terms=OptionTerms(
                terms.slug, terms.names, {ids[line]: row for line, row in terms.rows.items()}
            ),
            at=at,
        )
        for terms in options.options
    )


@change
def group_option(
    *,
    edition: Edition,
    terms: OptionTerms,
    at: datetime,
    organisation: Organisation | None = None,
    by: User | None = None,
) -> Option:
    """Write one option with its rows, by activity id, in place of the one of the same slug.

    Without organisation it comes with the product. What assessments have chosen stays; whoever
    calls this for an edition in use must apply their choices anew. Raises `MatrixRefused` for a
    name longer than its column.
    """
    known = edition.options.filter(organisation=organisation, slug=terms.slug).first()
    option = known or Option(
        edition=edition,
        organisation=organisation,
        slug=terms.slug,
        position=edition.options.count() + 1,
    )
    if known and (known.names, _rows_of(known)) == (dict(terms.names), dict(terms.rows)):
        return known
    option.names = dict(terms.names)
    refuse_longer(option, "the option")
    option.save()
    option.rows.all().delete()
    OptionRow.objects.bulk_create(
        (
            OptionRow(option=option, activity_id=activity, applies=applies, pair=pair)
            for activity, (applies, pair) in terms.rows.items()
        ),
        batch_size=CHUNK,
    )
    facts = {"option": terms.slug, "rows": len(terms.rows)}
    _tell(option, Happening("option-grouped", "edition", str(edition.pk), new=facts), by, at)
    return option


@change
def ungroup_option(*, option: Option, at: datetime, by: User | None = None) -> None:
    """Take an option away, with what assessments have chosen of it."""
    edition = str(option.edition_id)
    facts = {"option": option.slug}
    _tell(option, Happening("option-ungrouped", "edition", edition, old=facts), by, at)
    option.delete()


def _rows_of(option: Option) -> Mapping[int, tuple[str, int | None]]:
    rows = option.rows.values_list("activity_id", "applies", "pair")
    return {activity: (applies, pair) for activity, applies, pair in rows}


def _tell(option: Option, happening: Happening, by: User | None, at: datetime) -> None:
    """Append to the chain of whose option it is, the installation's for one that came with it."""
    append_events(
        organisation_id=option.organisation_id,
        happenings=[happening],
        actor_id=by.pk if by else None,
        at=at,
    )

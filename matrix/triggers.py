"""A published edition never changes, and its parts belong together.

`withdrawn_at` is set just before an edition is deleted whole, which is the only way its rows go.
"""

from database.triggers import Trigger, frozen_columns, same_organisation

_PRINTED = (
    "matrix_id",
    "language",
    "state",
    "title",
    "published_on",
    "dates",
    "legend",
    "note",
    "source",
    "sha256",
)
_PARTS = ("matrix_party", "matrix_section", "matrix_activity", "matrix_finding")


def _is_published(edition: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM matrix_edition "
        f"WHERE id = {edition} AND state = 'published' AND withdrawn_at IS NULL)"
    )


def _guard(table: str, edition: str) -> tuple[Trigger, ...]:
    message = f"{table}: a published edition never changes"
    rows = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}
    return tuple(
        Trigger(
            f"{table}_published_{event[0].lower()}",
            table,
            event,
            " OR ".join(_is_published(edition.format(row=row)) for row in names),
            message,
        )
        for event, names in rows.items()
    )


def _same_edition(table: str, column: str, parent: str) -> tuple[Trigger, ...]:
    condition = (
        f"NEW.{column} IS NOT NULL AND NEW.edition_id <> "
        f"(SELECT edition_id FROM {parent} WHERE id = NEW.{column})"
    )
    message = f"{table}.{column} points into another edition"
    return tuple(
        Trigger(f"{table}_{column}_same_ed_{event[0].lower()}", table, event, condition, message)
        for event in ("INSERT", "UPDATE")
    )


def _joined(table: str, one: tuple[str, str], other: tuple[str, str]) -> tuple[Trigger, ...]:
    """Refuse a row of `table` whose two columns, each (column, its table), differ in edition."""
    editions = [
        f"(SELECT edition_id FROM {parent} WHERE id = NEW.{column})"
        for column, parent in (one, other)
    ]
    message = f"{table} joins two editions"
    return tuple(
        Trigger(f"{table}_joined_{event[0].lower()}", table, event, " <> ".join(editions), message)
        for event in ("INSERT", "UPDATE")
    )


_ACTIVITY = ("activity_id", "matrix_activity")
_LABEL_SET = ("label_set_id", "matrix_labelset")
_EDITION_OF_ACTIVITY = "(SELECT edition_id FROM matrix_activity WHERE id = {row}.activity_id)"

# JSON columns of PostgreSQL (jsonb) and SQLite (text) both compare with IS DISTINCT FROM.
TRIGGERS: tuple[Trigger, ...] = (
    frozen_columns(
        "matrix_edition",
        _PRINTED,
        condition="OLD.state = 'published'",
        message="a published edition never changes",
    ),
    Trigger(
        "matrix_edition_published_d",
        "matrix_edition",
        "DELETE",
        "OLD.state = 'published' AND OLD.withdrawn_at IS NULL",
        "a published edition is withdrawn before it is deleted",
    ),
    *(trigger for table in _PARTS for trigger in _guard(table, "{row}.edition_id")),
    *_guard("matrix_assignment", _EDITION_OF_ACTIVITY),
    *_same_edition("matrix_activity", "section_id", "matrix_section"),
    *_same_edition("matrix_section", "parent_id", "matrix_section"),
    *_joined("matrix_assignment", _ACTIVITY, ("party_id", "matrix_party")),
    *_joined("matrix_activitylabel", _LABEL_SET, _ACTIVITY),
    *_joined("matrix_optionrow", ("option_id", "matrix_option"), _ACTIVITY),
    *same_organisation("matrix_matriximport", "made_by_id", "accounts_membership"),
    *same_organisation("matrix_matriximport", "matrix_id", "matrix_matrix"),
    *same_organisation("matrix_controlchoice", "chosen_by_id", "accounts_membership"),
    *_joined("matrix_sectionlabel", _LABEL_SET, ("section_id", "matrix_section")),
)

"""Adopting a tracker: how it is read, which of its rows is which activity, what it then says."""

from assessments.selectors.adopting.activities import (
    EditionActivities,
    ShownActivity,
    activities_of,
    known_of,
    people_of,
)
from assessments.selectors.adopting.columns import (
    ColumnLine,
    ColumnsPage,
    HeaderRow,
    OwnerLine,
    WordLine,
    columns_page,
)
from assessments.selectors.adopting.rows import (
    AskedRow,
    MatchedRow,
    OtherRow,
    RowsPage,
    adopted_said,
    rows_page,
)
from assessments.selectors.adopting.table import is_to_be_mapped, layout_of, tracker_of

__all__ = [
    "AskedRow",
    "ColumnLine",
    "ColumnsPage",
    "EditionActivities",
    "HeaderRow",
    "MatchedRow",
    "OtherRow",
    "OwnerLine",
    "RowsPage",
    "ShownActivity",
    "WordLine",
    "activities_of",
    "adopted_said",
    "columns_page",
    "is_to_be_mapped",
    "known_of",
    "layout_of",
    "people_of",
    "rows_page",
    "tracker_of",
]

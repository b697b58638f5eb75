"""A member's own duties, across assessments."""

from assessments.selectors.mine.groups import Group, group_name
from assessments.selectors.mine.reading import my_duties
from assessments.selectors.mine.rows import SHOWN, MyDuties, MyGroup, MyRow, groups_of

__all__ = [
    "SHOWN",
    "Group",
    "MyDuties",
    "MyGroup",
    "MyRow",
    "group_name",
    "groups_of",
    "my_duties",
]

"""Removing made workbooks whose days are over, and what killed workers left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from shutil import rmtree
from typing import Final

from assessments.models import MadeFile
from assessments.models.made import KEPT
from assessments.services.made.storing import abandoned, places_before, remove

# What takes longer than this to be made is given up.
ABANDONED: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many workbooks were over, files that nobody names, folders of killed workers."""

    files: int
    orphans: int
    leftovers: int


def clear_made_files(*, at: datetime) -> Cleared:
    """Remove what was asked for more than seven days ago, and leftovers older than a day.

    A file goes after its row: nobody is ever led to one that is not there.
    """
    files, _ = MadeFile.objects.asked_before(at - KEPT).delete()
    named = set(MadeFile.objects.exclude(place="").values_list("place", flat=True))
    orphans = [name for name in places_before(at - ABANDONED) if name not in named]
    for name in orphans:
        remove(name)
    leftovers = abandoned(at - ABANDONED)
    for folder in leftovers:
        rmtree(folder, ignore_errors=True)
    return Cleared(files, len(orphans), len(leftovers))

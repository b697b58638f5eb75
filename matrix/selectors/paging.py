"""A long edition, read a page at a time: what is in memory does not grow with its activities."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from matrix.models import Activity, Edition, LabelSet
from matrix.selectors.printed import (
    EditionLabels,
    PrintedEdition,
    activity_labels,
    frame_of,
    heading_labels,
    label_set_of,
    written,
)

PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class PagedEdition:
    """An edition for one reader. `frame` is all of it but its activities.

    An edition never changes, so that pages read one after the other are one reading.
    """

    edition: Edition
    frame: PrintedEdition
    labels: EditionLabels
    label_set: LabelSet | None

    def between(self, first: int, last: int) -> PrintedEdition:
        """Return the edition with the activities from position `first` to `last`. 3 queries."""
        rows = Activity.objects.filter(edition=self.edition).in_printed_order()
        labels = self.labels
        if self.label_set is not None:
            kept = {"activity__position__gte": first, "activity__position__lte": last}
            labels = replace(labels, activities=activity_labels(self.label_set, **kept))
        here = rows.filter(position__gte=first, position__lte=last)
        return replace(self.frame, activities=written(here, self.edition, labels))

    def pages(self, *, size: int = PAGE) -> Iterator[PrintedEdition]:
        """Yield the edition with `size` activities after the other. 4 queries each."""
        rows = Activity.objects.filter(edition=self.edition).in_printed_order()
        last = -1
        while places := list(
            rows.filter(position__gt=last).values_list("position", flat=True)[:size]
        ):
            last = places[-1]
            yield self.between(places[0], last)


def paged_edition(edition: Edition, *, language: str) -> PagedEdition:
    """Return an edition for a reader of `language`, to be read in pages. At most 4 queries."""
    label_set = label_set_of(edition, language=language)
    labels = heading_labels(label_set) if label_set else EditionLabels()
    return PagedEdition(edition, frame_of(edition, labels), labels, label_set)

"""The filter of a duty list on a day that is over: the same keys, kept in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.models import Membership, Team
from assessments.filters.duties import DutyFilter, section_family
from assessments.models import Assessment
from assessments.selectors.duties import DutyRow
from database.folding import folded
from matrix.selectors import PrintedEdition

AS_OF: Final = "as_of"

Test = Callable[[DutyRow], bool]


class PastFilter(DutyFilter):
    """`DutyFilter` over rows that were rebuilt, for which the database cannot be asked.

    What a move has opened is told of today only: the key `new` is not known here. `query` has the
    day with it. One query more, for the reader's teams, if their own rows are asked for.
    """

    def __init__(
        self,
        data: QueryDict,
        *,
        assessment: Assessment,
        printed: PrintedEdition,
        reader: Membership,
        on: date,
    ) -> None:
        """Take the assessment and the edition of the day `on`."""
        super().__init__(data, assessment=assessment, printed=printed, reader=reader, on=on)
        del self.filters["new"]

    @property
    def query(self) -> str:
        """Return the canonical query string with the day, without "?"."""
        return urlencode({AS_OF: self.on.isoformat(), **self.chosen}, doseq=True)

    def offer(self, rows: Iterable[DutyRow]) -> None:
        """Offer whoever had a row that day too, before the form is read."""
        choices = self.filters["owner"].extra["choices"]
        known = {value for value, _name in choices}
        had = {row.owner.value: row.owner.name for row in rows if row.owner}
        choices.extend(item for item in sorted(had.items()) if item[0] not in known)

    def keep(self, rows: Iterable[DutyRow]) -> tuple[DutyRow, ...]:
        """Return the rows that pass every filter; without a choice of rows only duties."""
        tests = list(self._tests())
        return tuple(row for row in rows if all(test(row) for test in tests))

    def _tests(self) -> Iterator[Test]:
        makers: dict[str, Callable[[Sequence[str]], Test]] = {
            "coverage": lambda codes: lambda row: row.coverage in codes,
            "section": self._in_section,
            "owner": self._had_by,
            "late": lambda said: lambda row: bool(row.days_late) == (said == ["true"]),
            "recheck": lambda said: lambda row: row.is_to_recheck == (said == ["true"]),
            "q": _about,
            "rows": lambda said: lambda row: said == ["all"] or not row.is_duty,
        }
        if "rows" not in self.chosen:
            yield lambda row: row.is_duty
        for key, texts in self.chosen.items():
            yield makers[key](texts)

    def _in_section(self, texts: Sequence[str]) -> Test:
        family = section_family(self.printed.sections, int(texts[0]))
        return lambda row: row.section is not None and row.section.section_id in family

    def _had_by(self, texts: Sequence[str]) -> Test:
        owner = texts[0]
        if owner == "none":
            return lambda row: row.owner is None
        owners = {owner} if owner != "me" else {*self._own()}
        return lambda row: row.owner is not None and row.owner.value in owners

    def _own(self) -> Iterator[str]:
        if self.reader:
            yield f"member-{self.reader.pk}"
        for pk in Team.objects.filter(members=self.reader).values_list("pk", flat=True):
            yield f"team-{pk}"


def _about(texts: Sequence[str]) -> Test:
    text = folded(texts[0])
    return lambda row: text in folded(row.activity.text) or text in folded(row.activity.original)

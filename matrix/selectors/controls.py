"""The controls of the rows of an edition: what an organisation says, else what is suggested."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from accounts.models import Organisation
from matrix.models import ControlChoice, Edition, Framework
from matrix.readers.controls import ControlFile, SuggestedControls, read_control_file


@dataclass(frozen=True, slots=True)
class RowControls:
    """The controls of one row in one framework, in order.

    Until somebody has said so they are suggested: `is_confirmed` is False and `revision` 0.
    `suggested` are those that came with the product, and `reason` why, in the reader's language.
    """

    activity_id: int
    identifiers: tuple[str, ...]
    is_confirmed: bool
    revision: int
    suggested: tuple[str, ...]
    reason: str

    @property
    def text(self) -> str:
        """Return the identifiers as a person types them."""
        return ", ".join(self.identifiers)


def controls_of(
    edition: Edition, *, organisation: Organisation, framework: str, language: str
) -> dict[int, RowControls]:
    """Return the controls of every row of an edition, by activity id. Two queries."""
    file = _files(Path(settings.FIXTURE_DIR)).get(edition.sha256)
    said = ControlChoice.objects.of_organisation(organisation).of_edition(edition)
    chosen = {each.activity_id: each for each in said.filter(framework=framework)}
    found = {}
    for activity_id, line in edition.activities.values_list("pk", "line"):
        row = file.rows.get(line) if file else None
        suggested = row.identifiers.get(framework, ()) if row else ()
        choice = chosen.get(activity_id)
        found[activity_id] = RowControls(
            activity_id=activity_id,
            identifiers=tuple(choice.identifiers) if choice else suggested,
            is_confirmed=choice is not None,
            revision=choice.revision if choice else 0,
            suggested=suggested,
            reason=row.reason.get(language, row.reason["en"]) if row and suggested else "",
        )
    return found


def confirmed_controls(
    edition: Edition, *, organisation: Organisation
) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """Return (framework, identifier) that an organisation has said, by activity id. One query."""
    said = ControlChoice.objects.of_organisation(organisation).of_edition(edition)
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for each in said.order_by("framework"):
        pairs = tuple((each.framework, identifier) for identifier in each.identifiers)
        found[each.activity_id] = found.get(each.activity_id, ()) + pairs
    return found


@dataclass(frozen=True, slots=True)
class EditionControls:
    """The controls of an edition in every framework: what is said, and what is suggested.

    `said` is by the position of a row and framework, `suggested` by the line of the page.
    """

    said: Mapping[tuple[int, str], tuple[str, ...]]
    suggested: Mapping[int, SuggestedControls]

    def __bool__(self) -> bool:
        """Tell whether a row of the edition may have a control."""
        return bool(self.suggested) or any(self.said.values())

    def of_row(self, position: int, line: int) -> Iterator[tuple[str, str, bool]]:
        """Yield (framework, identifier, whether it is said) of a row, in order."""
        row = self.suggested.get(line)
        for framework in Framework.values:
            said = self.said.get((position, framework))
            suggested = row.identifiers.get(framework, ()) if row else ()
            for identifier in suggested if said is None else said:
                yield framework, identifier, said is not None


def edition_controls(edition: Edition, *, organisation: Organisation) -> EditionControls:
    """Return the controls of an edition for an organisation. One query."""
    said = ControlChoice.objects.of_organisation(organisation).of_edition(edition)
    columns = said.values_list("activity__position", "framework", "identifiers")
    file = _files(Path(settings.FIXTURE_DIR)).get(edition.sha256)
    return EditionControls(
        said={(position, framework): tuple(ids) for position, framework, ids in columns},
        suggested=file.rows if file else {},
    )


@cache
def _files(folder: Path) -> dict[str, ControlFile]:
    """Return the suggestions that came with the product, by the hash of their page."""
    read = [read_control_file(path.read_bytes()) for path in folder.glob("*.controls.json")]
    return {file.of_sha256: file for file in read}

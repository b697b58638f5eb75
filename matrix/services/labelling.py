"""The texts of an edition in another language, laid over it and never in its place."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.models import User
from database.folding import folded
from database.transactions import change
from matrix.bundles import Labels
from matrix.models import ActivityLabel, Edition, LabelSet, SectionLabel
from matrix.selectors.aligning import PairedRow, Translation
from matrix.services.parts import CHUNK, refuse_longer
from matrix.services.telling import Values, tell


class LabelsDoNotFit(Exception):
    """The labels were made for another page; the text says where they part from this one."""


@change
def attach_labels(
    *, edition: Edition, labels: Labels, at: datetime, by: User | None = None
) -> LabelSet:
    """Attach labels in one language, in place of those that were there.

    The same labels a second time change nothing and write no event. Raises `LabelsDoNotFit`
    when they were made for another file or name a line that has no such row, and
    `MatrixRefused` for a text longer than its column.
    """
    if labels.of_sha256 != edition.sha256:
        raise LabelsDoNotFit(f"they translate the file with the hash {labels.of_sha256}")
    known = LabelSet.objects.filter(edition=edition, language=labels.language).first()
    if known is not None:
        if _as_labels(known, edition.sha256) == labels:
            return known
        known.delete()
    label_set = _insert(edition, labels)
    facts: Values = {"language": labels.language, "activities": len(labels.activities)}
    tell(edition, "labels-attached", new=facts, by=by, at=at)
    return label_set


def _insert(edition: Edition, labels: Labels) -> LabelSet:
    label_set = LabelSet(
        edition=edition,
        language=labels.language,
        title=labels.title,
        by=labels.by,
        notice=labels.notice,
        legend=list(map(list, labels.legend.items())),
    )
    refuse_longer(label_set, "the labels")
    label_set.save(force_insert=True)
    sections = _ids(edition.sections.values_list("line", "pk"), labels.sections)
    section_labels = [
        SectionLabel(label_set=label_set, section_id=sections[line], title=title)
        for line, title in labels.sections.items()
    ]
    for label in section_labels:
        refuse_longer(label, "the labels")
    SectionLabel.objects.bulk_create(section_labels, batch_size=CHUNK)
    activities = _ids(edition.activities.values_list("line", "pk"), labels.activities)
    ActivityLabel.objects.bulk_create(
        (
            ActivityLabel(
                label_set=label_set, activity_id=activities[line], text=text, folded=folded(text)
            )
            for line, text in labels.activities.items()
        ),
        batch_size=CHUNK,
    )
    return label_set


def _ids(rows: Iterable[tuple[int, int]], labels: Mapping[int, str]) -> dict[int, int]:
    ids = dict(rows)
    unknown = sorted(labels.keys() - ids.keys())
    if unknown:
        raise LabelsDoNotFit(f"line {unknown[0]} of the page has nothing to label")
    return ids


def _as_labels(label_set: LabelSet, sha256: str) -> Labels:
    return Labels(
        language=label_set.language,
        of_sha256=sha256,
        by=label_set.by,
        notice=label_set.notice,
        title=label_set.title,
        legend=dict(label_set.legend),
        sections=dict(label_set.sections.values_list("section__line", "title")),
        activities=dict(label_set.activities.values_list("activity__line", "text")),
    )


@change
def attach_translation(
    *,
    translation: Translation,
    chosen: Mapping[int, int | None],
    at: datetime,
    by: User | None = None,
) -> LabelSet:
    """Attach another page's texts as labels of an edition.

    Rows that are paired for certain are taken as they are; of the others only those that
    somebody has confirmed: `chosen` is the other page's activity by one's own, None for no text.
    Raises `LabelsDoNotFit` for a row that is not on the other page's section.
    """
    edition, other = translation.edition, translation.other
    activities: dict[int, str] = {}
    for section in translation.sections:
        known = {row.activity_id: row for row in section.choices}
        for row in section.rows:
            wanted = _wanted(row, chosen)
            if wanted is None:
                continue
            if wanted not in known:
                raise LabelsDoNotFit(f"line {row.own.line} has no such counterpart")
            activities[row.own.line] = known[wanted].text.text
    labels = Labels(
        language=other.language,
        of_sha256=edition.sha256,
        by=other.matrix.provider.name,
        notice=" · ".join(filter(None, [other.source_name, other.attribution, other.licence])),
        title=other.title,
        legend=dict(other.legend),
        sections={
            section.own.line: section.other.title.text
            for section in translation.sections
            if section.own and section.other
        },
        activities=activities,
    )
    return attach_labels(edition=edition, labels=labels, at=at, by=by)


def _wanted(row: PairedRow, chosen: Mapping[int, int | None]) -> int | None:
    if not row.is_sure:
        return chosen.get(row.own.activity_id)
    return row.other.activity_id if row.other else None

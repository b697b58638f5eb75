"""A matrix, its labels and its options as the JSON files that ship with the product. Pure Python.

One row of the matrix is one line of the file, so that two editions can be compared by `diff`.
The page itself stands beside the file, under the same name with the ending `.md`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from matrix.readers import (
    MatrixRefused,
    ReadActivity,
    ReadCell,
    ReadDate,
    ReadFinding,
    ReadLegend,
    ReadMatrix,
    ReadSection,
)

FORMAT = "remit-matrix-1"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a page comes from and under which terms. Only the first three must be known."""

    provider: str
    service: str
    source_name: str
    source_url: str = ""
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """An edition's texts in another language; sections and activities by line of the page.

    `by` says whose translation it is, `notice` what a reader must know of it. `of_sha256` is
    the hash of the page that was translated.
    """

    language: str
    of_sha256: str
    by: str
    notice: str = ""
    title: str = ""
    legend: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[int, str] = field(default_factory=dict)
    activities: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OptionTerms:
    """An option one can buy, and the rows that depend on it.

    `names` are by language. `rows` say of an activity's line whether it is done only with the
    option ("bought") or only without it ("not_bought"), and the number of the pair of rows that
    exclude each other, None for a row that stands alone.
    """

    slug: str
    names: Mapping[str, str]
    rows: Mapping[int, tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one page; `of_sha256` is the hash of the page they were prepared for."""

    of_sha256: str
    options: tuple[OptionTerms, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A reading with its provenance."""

    provenance: Provenance
    reading: ReadMatrix


def written(bundle: Bundle) -> str:
    """Return the text of the file: JSON, one row of the matrix on one line."""
    reading = bundle.reading
    edition = {
        **asdict(bundle.provenance),
        "title": reading.title,
        "language": reading.language,
        "published_on": reading.published_on,
        "sha256": reading.sha256,
        "client_party": reading.client_party,
        "note": reading.note,
    }
    parts: dict[str, Iterable[Any]] = {
        "dates": map(asdict, reading.dates),
        "legend": map(asdict, reading.legend),
        "parties": reading.parties,
        "sections": map(asdict, reading.sections),
        "activities": map(asdict, reading.activities),
        "findings": map(asdict, reading.findings),
    }
    lines = [f'  "format": {_json(FORMAT)}']
    lines.append('  "edition": {\n' + _rows(_pairs(edition)) + "\n  }")
    lines += [f'  "{name}": [\n{_rows(map(_json, rows))}\n  ]' for name, rows in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_bundle(content: bytes) -> Bundle:
    """Read such a file. Raises MatrixRefused, and nothing else, on any content."""
    found = _object(content)
    if found.get("format") != FORMAT:
        message = f"This JSON file is not a matrix of the format {FORMAT}."
        raise MatrixRefused("unsupported-format", "format", message)
    try:
        return Bundle(_provenance(found["edition"]), _reading(found))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(error) from error


def read_labels(content: bytes) -> Labels:
    """Read a file of labels. Raises MatrixRefused, and nothing else, on any content."""
    found = _object(content)
    try:
        return Labels(
            language=_text(found["language"]),
            of_sha256=_text(found["of_sha256"]),
            by=_text(found["by"]),
            notice=_text(found.get("notice", "")),
            title=_text(found.get("title", "")),
            legend={_text(key): _text(value) for key, value in found["legend"].items()},
            sections={int(row["line"]): _text(row["title"]) for row in found["sections"]},
            activities={int(row["line"]): _text(row["text"]) for row in found["activities"]},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(error) from error


def read_options(content: bytes) -> Options:
    """Read a file of options. Raises MatrixRefused, and nothing else, on any content."""
    found = _object(content)
    try:
        return Options(_text(found["of_sha256"]), tuple(map(_option, found["options"])))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(error) from error


def _option(row: Mapping[str, Any]) -> OptionTerms:
    return OptionTerms(
        slug=_text(row["slug"]),
        names={_text(language): _text(name) for language, name in row["names"].items()},
        rows={
            int(pair[key]): (applies, number)
            for number, pair in enumerate(row["pairs"], start=1)
            for key, applies in (("without", "not_bought"), ("with", "bought"))
            if key in pair
        },
    )


def _provenance(edition: Mapping[str, Any]) -> Provenance:
    return Provenance(**{part.name: _text(edition[part.name]) for part in fields(Provenance)})


def _reading(found: Mapping[str, Any]) -> ReadMatrix:
    edition = found["edition"]
    published_on = edition["published_on"]
    return ReadMatrix(
        title=_text(edition["title"]),
        language=_text(edition["language"]),
        published_on=date.fromisoformat(published_on) if published_on else None,
        dates=tuple(_date(row) for row in found["dates"]),
        legend=tuple(ReadLegend(**row) for row in found["legend"]),
        parties=tuple(map(_text, found["parties"])),
        client_party=_text(edition["client_party"]),
        sections=tuple(ReadSection(**row) for row in found["sections"]),
        activities=tuple(_activity(row) for row in found["activities"]),
        findings=tuple(
            ReadFinding(**row | {"values": tuple(row["values"])}) for row in found["findings"]
        ),
        note=_text(edition["note"]),
        sha256=_text(edition["sha256"]),
    )


def _date(row: dict[str, Any]) -> ReadDate:
    return ReadDate(**row | {"value": date.fromisoformat(row["value"]) if row["value"] else None})


def _activity(row: dict[str, Any]) -> ReadActivity:
    return ReadActivity(**row | {"cells": tuple(ReadCell(**cell) for cell in row["cells"])})


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _damaged(error) from error
    if not isinstance(found, dict):
        raise MatrixRefused("unsupported-format", "line 1", "This JSON file is not an object.")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {value!r:.40}")
    # JSON can spell both; PostgreSQL holds neither, and lone surrogates fail to encode.
    if "\0" in value.encode().decode():
        raise ValueError("a text holds a null character")
    return value


def _damaged(error: Exception) -> MatrixRefused:
    where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "line 1"
    return MatrixRefused("damaged", where, f"This JSON file is damaged: {error}.")


def _pairs(values: Mapping[str, object]) -> Sequence[str]:
    return [f"{_json(name)}: {_json(value)}" for name, value in values.items()]


def _rows(rows: Iterable[str]) -> str:
    return ",\n".join(f"    {row}" for row in rows)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)

"""Rows to compare, and small ways to say what became of them."""

from collections.abc import Sequence

from matrix.comparing import Bucket, ComparedRow, Comparison, Match, compare

HOME = ("Exploiter", "Sauvegarde")


def make_row(text: str, client: str = "RA", *, line: int = 1, **facts: object) -> ComparedRow:
    """Make a row; the provider holds I, and the section is `HOME`, if nothing else is said."""
    known: dict[str, object] = {
        "section": HOME,
        "number": "2.1",
        "others": (("Fournisseur", "I"),),
    }
    return ComparedRow(key=line, line=line, text=text, client=client, **(known | facts))  # type: ignore[arg-type]


def make_rows(*texts: str, client: str = "RA", **facts: object) -> list[ComparedRow]:
    """Make rows on lines from 1 on, alike but for their text."""
    return [make_row(text, client, line=line, **facts) for line, text in enumerate(texts, start=1)]


def only_match(old: ComparedRow, new: ComparedRow) -> Match:
    """Compare two rows that have each other alone."""
    [match] = compare([old], [new]).matches
    return match


def counts(comparison: Comparison) -> dict[str, int]:
    """Return how many matches each bucket has, without the empty ones."""
    found = {bucket.value: len(comparison.of(bucket)) for bucket in Bucket}
    return {name: number for name, number in found.items() if number}


def lines(matches: Sequence[Match]) -> list[tuple[int | None, int | None]]:
    """Return the old and the new line of each match."""
    return [(m.old.line if m.old else None, m.new.line if m.new else None) for m in matches]

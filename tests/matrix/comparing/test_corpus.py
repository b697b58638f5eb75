"""Real published pages in two editions, where their folder is given."""

from pathlib import Path

import pytest

from matrix.comparing import Bucket, ComparedRow, compare, compared_rows
from matrix.readers import Choice, read_matrix
from tests.matrix.comparing.rows import counts

SEED = "../seed/public-cloud-instances.fr.md"
INSTANCES = ("ovhcloud/instances.en@2022-12-22.md", "ovhcloud/instances.en.md")
STORAGE = ("ovhcloud/block-storage.en@2022-12-23.md", "ovhcloud/block-storage.en.md")


def rows_of(corpus: Path, name: str) -> tuple[ComparedRow, ...]:
    """Read one page of the corpus."""
    path = corpus / name
    return compared_rows(read_matrix(path.read_bytes(), Choice(path.name)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (SEED, "ovhcloud/instances.fr.md", {"unchanged": 57, "added": 1}),
        (*INSTANCES, {"unchanged": 51, "reworded": 2, "proposed": 4, "added": 1}),
        (
            *STORAGE,
            {
                "unchanged": 41,
                "reworded": 1,
                "proposed": 3,
                "role_changed": 4,
                "provider_role_changed": 1,
            },
        ),
        (
            "ovhcloud/domain-names.en@2023-08-10.md",
            "ovhcloud/domain-names.en.md",
            {"unchanged": 16, "added": 13, "removed": 30},
        ),
        (
            "cloud-temple/paas.fr@2025-01-06.md",
            "cloud-temple/paas.fr@2025-03-28a.md",
            {"unchanged": 43, "added": 15},
        ),
        (
            "ovhcloud/dedicated-servers.en@2021-12-01.md",
            "ovhcloud/dedicated-servers.en.md",
            {"unchanged": 50, "added": 2},
        ),
        (
            "cloud-temple/iaas.fr@2025-01-06.md",
            "cloud-temple/iaas.fr.md",
            {"unchanged": 109},
        ),
    ],
)
def test_two_editions_differ_as_a_careful_reader_says(
    corpus: Path, old: str, new: str, expected: dict[str, int]
) -> None:
    comparison = compare(rows_of(corpus, old), rows_of(corpus, new))

    assert counts(comparison) == expected


def test_rewordings_have_the_known_range(corpus: Path) -> None:
    old, new = (rows_of(corpus, name) for name in INSTANCES)
    comparison = compare(old, new)

    scores = [
        round(match.score, 2)
        for bucket in (Bucket.REWORDED, Bucket.PROPOSED)
        for match in comparison.of(bucket)
    ]
    assert (len(scores), min(scores), max(scores)) == (6, 0.72, 0.99)


def test_roles_that_are_filled_in_become_the_clients(corpus: Path) -> None:
    old, new = (rows_of(corpus, name) for name in STORAGE)

    yours = [match.new for match in compare(old, new).matches if match.becomes_yours]

    assert [row.client for row in yours if row] == ["RA", "RA"]


def test_what_is_similar_in_two_services_is_never_carried_unless_it_is_spelling(
    corpus: Path,
) -> None:
    names = ["instances.en", "dedicated-servers.en", "nutanix.en@2022-07-13", "web-hosting.en"]
    pages = [rows_of(corpus, f"ovhcloud/{name}.md") for name in names]

    carried = {
        (match.old.text, match.new.text)
        for old in pages
        for new in pages
        for match in compare(old, new).of(Bucket.REWORDED)
        if match.old and match.new
    }
    assert carried == set()

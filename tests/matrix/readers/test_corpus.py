"""Real published pages, where their folder is given: the figures of a correct reading."""

from collections import Counter
from pathlib import Path

import pytest

from matrix.accountability import accountability_findings, rows_of
from matrix.readers import Choice, MatrixRefused, ReadMatrix, read_matrix
from matrix.readers.summary import reading_summary
from tests.matrix.readers.pages import findings

SEED = "../seed/public-cloud-instances.fr.md"


def read_file(corpus: Path, name: str, product: str | None = None) -> ReadMatrix:
    """Read one page of the corpus."""
    path = corpus / name
    return read_matrix(path.read_bytes(), Choice(path.name, product=product))


@pytest.mark.parametrize(
    ("name", "activities", "duties"),
    [
        (SEED, 57, 36),
        ("ovhcloud/instances.fr.md", 58, 37),
        ("ovhcloud/instances.en.md", 58, 37),
        ("ovhcloud/instances.en@2022-12-22.md", 57, 36),
        ("ovhcloud/block-storage.en.md", 50, 31),
        ("ovhcloud/block-storage.en@2022-12-23.md", 50, 29),
        ("ovhcloud/object-storage.fr.md", 35, 21),
        ("ovhcloud/object-storage.en.md", 35, 21),
        ("ovhcloud/kms.fr.md", 32, 11),
        ("ovhcloud/kms.en.md", 31, 11),
        ("ovhcloud/databases.en.md", 46, 23),
        ("ovhcloud/sap.en.md", 38, 30),
        ("ovhcloud/nutanix.en@2022-07-13.md", 63, 43),
        ("ovhcloud/exchange-private.fr.md", 40, 18),
        ("ovhcloud/domain-names.en.md", 29, 19),
        ("ovhcloud/domain-names.en@2023-08-10.md", 46, 30),
        ("ovhcloud/dedicated-servers.en.md", 52, 34),
        ("ovhcloud/dedicated-servers.en@2021-12-01.md", 50, 32),
        ("ovhcloud/web-hosting.en.md", 57, 35),
        ("cloud-temple/iaas.fr.md", 109, 68),
        ("cloud-temple/iaas.en.md", 109, 68),
        ("cloud-temple/iaas.fr@2025-01-06.md", 109, 68),
        ("cloud-temple/iaas_s3.fr.md", 28, 15),
        ("cloud-temple/kubernetes.fr.md", 71, 33),
        ("cloud-temple/kubernetes.en.md", 71, 33),
        ("cloud-temple/paas.fr@2025-01-06.md", 43, 18),
        ("cloud-temple/paas.fr@2025-03-28a.md", 58, 21),
    ],
)
def test_each_page_gives_its_figures(
    corpus: Path, name: str, activities: int, duties: int
) -> None:
    matrix = read_file(corpus, name)

    assert (len(matrix.activities), len(matrix.duties)) == (activities, duties)
    assert matrix.language == name.split(".")[-2][:2]
    assert findings(matrix, "cell-unknown") == []


def test_a_page_that_announces_a_matrix_and_has_none_is_refused(corpus: Path) -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_file(corpus, "ovhcloud/rancher.en.md")

    assert caught.value.code == "no-matrix"


def test_the_customer_s_page_gives_its_cells_and_sections(corpus: Path) -> None:
    matrix = read_file(corpus, SEED)

    summary = reading_summary(matrix, ())
    assert summary["client_cells"] == {"RA": 33, "I": 11, "": 8, "CI": 2, "AI": 2, "A": 1}
    assert summary["provider_cells"] == {"RA": 22, "": 22, "I": 8, "C": 2, "R": 2, "RI": 1}
    assert (summary["sections"], summary["sections_with_rows"]) == (24, 17)
    assert summary["published_on"] == "2022-12-22"
    assert summary["dates"] == ["2022-12-22", "22/11/2022"]
    assert [entry.letter for entry in matrix.legend] == ["R", "A", "C", "I"]


def test_the_customer_s_page_has_these_findings_and_no_others(corpus: Path) -> None:
    matrix = read_file(corpus, SEED)

    computed = accountability_findings(rows_of(matrix), matrix.client_party)
    assert [(found.code, found.line) for found in (*matrix.findings, *computed)] == [
        ("dates-disagree", 7),
        ("heading-level", 138),
        ("several-responsible", 52),
        ("accountable-only", 91),
        ("several-accountable", 132),
        ("accountable-only", 132),
        ("accountable-only", 136),
    ]


@pytest.mark.parametrize(
    ("name", "code", "lines"),
    [
        ("ovhcloud/block-storage.en@2022-12-23.md", "roles-missing", [85, 86, 87, 88]),
        ("ovhcloud/databases.en.md", "row-short", [84, 143, 150]),
        ("ovhcloud/nutanix.en@2022-07-13.md", "table-continued", [85]),
        ("ovhcloud/exchange-private.fr.md", "number-skipped", [103]),
        ("ovhcloud/exchange-private.fr.md", "front-matter-odd", [3, 4]),
        ("ovhcloud/dedicated-servers.en@2021-12-01.md", "section-empty", [43]),
        ("ovhcloud/dedicated-servers.en.md", "section-empty", []),
        ("ovhcloud/sap.en.md", "row-short", []),
    ],
)
def test_known_oddities_are_found_on_their_lines(
    corpus: Path, name: str, code: str, lines: list[int]
) -> None:
    matrix = read_file(corpus, name)

    assert [found.line for found in findings(matrix, code)] == lines


@pytest.mark.parametrize(
    ("product", "activities"), [("SAP HANA on Bare Metal", 35), ("SAP HANA on Private Cloud", 38)]
)
def test_a_product_of_a_page_has_its_own_rows(corpus: Path, product: str, activities: int) -> None:
    matrix = read_file(corpus, "ovhcloud/sap.en.md", product)

    assert len(matrix.activities) == activities


def test_the_new_activity_stands_where_each_language_has_it(corpus: Path) -> None:
    pages = [read_file(corpus, f"ovhcloud/instances.{language}.md") for language in ("fr", "en")]

    rows = [
        [row for row in page.activities if page.sections[row.section].number == "3.1.5"]
        for page in pages
    ]
    assert [len(found) for found in rows] == [4, 4]


def test_footnote_marks_in_cells_are_kept_and_told(corpus: Path) -> None:
    matrix = read_file(corpus, "cloud-temple/kubernetes.fr.md")

    marked = Counter(found.values[0] for found in findings(matrix, "cell-marked"))
    assert set(marked) == {"I*", "RA*", "CI*"}
    assert all(
        "infogérance" in activity.note
        for activity in matrix.activities
        if activity.line in {found.line for found in findings(matrix, "cell-marked")}
    )


@pytest.mark.parametrize(
    ("name", "activities", "duties", "short", "numbers"),
    [
        ("docs-site-markdown.kubernetes.en.md", 2, 2, [], ["1", "1.1"]),
        ("help-center-copy.exchange-private.pt.txt", 4, 4, [13], ["1", "1.1"]),
        (
            "help-center-copy.instances.en.txt",
            14,
            10,
            [28, 37],
            ["1", "1.1", "2", "2.1", "2.2", "2.3", "3", "3.1", "3.1.1"],
        ),
        ("other-providers.txt", 6, 4, [], ["", ""]),
        ("utah-sample-tables.fr.md", 3, 3, [], [""]),
    ],
)
def test_fragments_as_they_are_pasted_are_read_with_what_was_lost(
    corpus: Path, name: str, activities: int, duties: int, short: list[int], numbers: list[str]
) -> None:
    matrix = read_file(corpus, f"pasted/{name}")

    computed = accountability_findings(rows_of(matrix), matrix.client_party)
    assert (len(matrix.activities), len(matrix.duties)) == (activities, duties)
    assert [found.line for found in findings(matrix, "row-short")] == short
    assert [found.line for found in computed if found.code == "shifted-suspect"] == short
    assert [section.number for section in matrix.sections] == numbers


def test_a_fragment_whose_columns_are_glued_is_refused(corpus: Path) -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_file(corpus, "pasted/predicloud-three-parties.fr.txt")

    assert (caught.value.code, caught.value.where) == ("glued", "line 3")

"""Input that is refused, with its reason and its place."""

import pytest

from matrix.readers import MAX_LINES, REFUSAL_CODES, Choice, Limits, MatrixRefused, read_matrix
from matrix.readers.lines import MAX_CHARACTERS, MAX_COLUMNS, MAX_LENGTH
from tests.matrix.readers.pages import HEADER, make_page, refusal

ROW = "| Choose the size | RA | I |"


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        pytest.param(b"", "empty", "byte 0", id="no byte"),
        pytest.param(b" \r\n\t", "empty", "byte 0", id="blank"),
        pytest.param(b"\xef\xbb\xbf\n", "empty", "byte 0", id="only a byte order mark"),
        pytest.param(b"a\nb\x00c", "not-text", "line 2, byte 3", id="null byte"),
        pytest.param(b"a\r\nb\rc\x1b", "not-text", "line 3, byte 6", id="control character"),
        pytest.param(b"a\n\nb\xffc", "not-text", "line 3, byte 4", id="not UTF-8"),
        pytest.param(b"\xef\xbb\xbfab\xe9", "not-text", "line 1, byte 5", id="Latin-1 after BOM"),
        pytest.param(b"\xff\xfea\x00", "not-text", "line 1, byte 0", id="UTF-16"),
        pytest.param(b"PK\x03\x04abc", "unsupported-format", "byte 0", id="zip or xlsx"),
        pytest.param(b"PK\x05\x06", "unsupported-format", "byte 0", id="empty zip"),
        pytest.param(b"\xd0\xcf\x11\xe0", "unsupported-format", "byte 0", id="old Office"),
        pytest.param(b"%PDF-1.7", "unsupported-format", "byte 0", id="PDF"),
        pytest.param(b"{\\rtf1", "unsupported-format", "byte 0", id="RTF"),
        pytest.param(b"\n<!DOCTYPE html>", "no-table", "line 1", id="HTML without text"),
    ],
)
def test_bytes_that_are_no_page_are_refused(content: bytes, code: str, where: str) -> None:
    refused = refusal(content)

    assert (refused.code, refused.where) == (code, where)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        pytest.param("# A page\n\nNothing here.\n", "no-table", "line 1", id="prose"),
        pytest.param(
            "| Version | Date |\n|---|---|\n| 1 | 2024 |\n", "no-matrix", "line 1", id="calendar"
        ),
        pytest.param(
            "\n| Roles |\n|---|\n| R: does |\n| A: answers |\n", "no-matrix", "line 2", id="legend"
        ),
        pytest.param(make_page(), "no-matrix", "line 3", id="no row"),
        pytest.param(
            "| Thing | Customer | Provider |\n|---|---|---|\n| Size | RA | I |\n",
            "no-activity-column",
            "line 1",
            id="no name for activities",
        ),
        pytest.param(
            "| Activity | When |\n|---|---|\n| Size | often |\n",
            "no-role-column",
            "line 1",
            id="no letters",
        ),
        pytest.param(
            make_page("| Size |  |  |"), "no-role-column", "line 3", id="nothing for letters"
        ),
        pytest.param(
            make_page("| Size | yes | no |"), "no-role-column", "line 3", id="words for letters"
        ),
        pytest.param(
            "| Activity | Customer |\n|---|---|\n| Size | RA |\n",
            "one-party",
            "line 1",
            id="one party",
        ),
        pytest.param(
            "| Activity | North | South |\n|---|---|---|\n| Size | RA | I |\n",
            "no-role-column",
            "line 1",
            id="no client among the parties",
        ),
        pytest.param("Text\nActivityCustomerProvider\nSizeRAI\n", "glued", "line 2", id="glued"),
        pytest.param("ActivitéClientFournisseur\n", "glued", "line 1", id="glued in French"),
        pytest.param(
            HEADER + "|" * (MAX_COLUMNS + 2), "damaged", "line 3", id="hundreds of columns"
        ),
        pytest.param(
            HEADER + "| " + "a" * MAX_LENGTH + " | RA | I |", "damaged", "line 3", id="endless row"
        ),
        pytest.param("# " + "a" * MAX_LENGTH, "damaged", "line 1", id="endless heading"),
        pytest.param("a\n" * (MAX_LINES + 1), "too-large", f"line {MAX_LINES + 1}", id="lines"),
        pytest.param(
            "\n".join(["|a" * 60] * 2_000), "too-large", "line 1667", id="a hundred thousand cells"
        ),
        pytest.param(
            "\n".join(["| " + "a" * 9_998] * (MAX_CHARACTERS // 10_000 + 1)),
            "too-large",
            "line 101",
            id="a million characters in rows",
        ),
    ],
)
def test_a_text_without_matrix_is_refused_with_reason_and_place(
    text: str, code: str, where: str
) -> None:
    refused = refusal(text)

    assert (refused.code, refused.where) == (code, where)
    assert refused.message.endswith(".")


@pytest.mark.asvs("5.2.1")
def test_a_file_larger_than_allowed_is_refused() -> None:
    content = make_page(ROW).encode()

    with pytest.raises(MatrixRefused) as caught:
        read_matrix(content, limits=Limits(file_bytes=len(content) - 1))

    assert (caught.value.code, caught.value.where) == ("too-large", f"byte {len(content) - 1}")


def test_more_lines_than_any_table_has_are_refused_before_they_are_read() -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_matrix(b"\n\n\na", limits=Limits(rows=2))

    assert (caught.value.code, caught.value.where) == ("too-large", "line 3")


def test_an_unknown_party_is_refused_with_the_names_to_choose_from() -> None:
    with pytest.raises(MatrixRefused, match="Customer, Provider") as caught:
        read_matrix(make_page(ROW).encode(), Choice(party="Somebody"))

    assert caught.value.code == "no-role-column"


@pytest.mark.parametrize(
    ("header", "row", "names"),
    [
        pytest.param(HEADER, ROW, "none", id="no product at all"),
        pytest.param(
            "| Basic | Activity | Customer | Provider |\n|---|---|---|---|\n",
            "| X | Size | RA | I |",
            "Basic",
            id="another product",
        ),
    ],
)
def test_an_unknown_product_is_refused_with_the_products(
    header: str, row: str, names: str
) -> None:
    page = make_page(row, header=header)

    with pytest.raises(MatrixRefused, match=f"the products are: {names}") as caught:
        read_matrix(page.encode(), Choice(product="Premium"))

    assert caught.value.code == "no-matrix"


def test_a_refusal_says_message_and_place() -> None:
    refused = MatrixRefused("empty", "byte 0", "The file is empty.")

    assert str(refused) == "The file is empty. (byte 0)"
    assert refused.code in REFUSAL_CODES

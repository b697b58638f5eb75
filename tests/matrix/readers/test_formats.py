"""What a file is told to be, and what is refused with advice."""

import pytest

from matrix.readers import Choice, MatrixRefused, read_matrix
from matrix.readers.formats import file_ending, is_workbook
from tests.matrix.readers.pages import make_page, refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROW = "| Choose the size | RA | I |"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param(make_page(ROW), "", "markdown", id="headings and pipes"),
        pytest.param(make_page(ROW), "page.csv", "markdown", id="pipes in spite of the name"),
        pytest.param(
            f"| Activity | Customer | Us |\n{ROW}\n", "page.md", "markdown", id="by name"
        ),
        pytest.param("| Activity | Customer | Us |\n" + ROW, "", "text", id="pipes alone"),
        pytest.param(
            "<p>x</p>\n\n" + make_page(ROW), "", "markdown", id="Markdown that begins with a tag"
        ),
        pytest.param(
            "<table>\n<tr><th>Task<th>Customer<th>Us\n<tr><td>Do<td>RA<td>I\n</table>",
            "",
            "html",
            id="table alone",
        ),
        pytest.param(
            "Intro\n<table>\n<tr><th>Task<th>Client<th>Us\n<tr><td>Do<td>RA<td>I\n</table>",
            "page.HTML",
            "html",
            id="HTML by name",
        ),
        pytest.param("Task\tCustomer\tUs\nDo\tRA\tI\n", "", "tsv", id="tabs"),
        pytest.param("Task\tCustomer\tUs\n# Do\tRA\tI\n", "page.tsv", "tsv", id="tabs by name"),
        pytest.param(
            "Who does what\nTask\tCustomer\tUs\nDo\tRA\tI\n", "", "text", id="title above tabs"
        ),
        pytest.param(
            "Controls\nQuestion ID\tQuestion\tSSRM Control Ownership\nA-1\tDo?\tCSC-owned\n",
            "",
            "tsv",
            id="title above another family",
        ),
        pytest.param(
            "Start\nTask\tCustomer\tUs\nDo\tRA\tI\nEnd\nTask\tCustomer\tUs\nRun\tRA\tI\n",
            "",
            "text",
            id="titles between tabs",
        ),
        pytest.param("Task,Customer,Us\nDo,RA,I\nRun,,RA\n", "", "csv", id="commas"),
        pytest.param("Task;Customer;Us\nDo;RA;I\nRun;;RA\n", "", "csv", id="semicolons"),
        pytest.param("sep=;\nTask;Customer;Us\nDo;RA;I\n", "", "csv", id="separator announced"),
        pytest.param("Task,Customer,Us\n# Do,RA,I\n", "page.csv", "csv", id="commas by name"),
    ],
)
def test_the_format_is_told_from_the_bytes_before_the_name(
    text: str, name: str, expected: str
) -> None:
    matrix = read_matrix(text.encode(), Choice(name=name))

    assert matrix.layout.format == expected
    assert matrix.client_letters(matrix.activities[0]) == "RA"


@pytest.mark.parametrize(
    ("content", "code", "advice"),
    [
        pytest.param(OLE, "unsupported-format", "save it as .xlsx", id="old workbook"),
        pytest.param(
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "without protection",
            id="password",
        ),
        pytest.param(
            OLE + "DRMEncryptedDataSpace".encode("utf-16-le"),
            "encrypted",
            "without protection",
            id="rights management",
        ),
        pytest.param(b"%PDF-1.7", "unsupported-format", "paste it", id="PDF"),
        pytest.param(b"{\\rtf1", "unsupported-format", "paste it", id="RTF"),
        pytest.param(
            b"PK\x03\x04....word/document.xml", "unsupported-format", "paste it", id="Word"
        ),
        pytest.param(
            b"PK\x03\x04....content.xml", "unsupported-format", "save the sheet", id="OpenDocument"
        ),
        pytest.param(
            b"PK\x03\x04....xl/workbook.bin", "unsupported-format", "save it", id="binary workbook"
        ),
        pytest.param(b"PK\x03\x04", "unsupported-format", "unpack it", id="archive"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(
    content: bytes, code: str, advice: str
) -> None:
    refused = refusal(content)

    assert refused.code == code
    assert advice in refused.message


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"PK\x03\x04....xl/workbook.xml", "", id="by a part of it"),
        pytest.param(b"PK\x03\x04", "raci.XLSX", id="by name, to be told damaged"),
    ],
)
def test_a_workbook_is_left_to_the_reader_of_workbooks(content: bytes, name: str) -> None:
    found = is_workbook(content, name)

    assert found
    with pytest.raises(MatrixRefused):
        read_matrix(content, Choice(name=name))


def test_commas_in_sentences_make_no_table() -> None:
    text = "Keep keys, tokens, and logs\nReview users, roles, and rights\n"

    matrix = read_matrix(text.encode())

    assert matrix.layout.family == "list"
    assert len(matrix.activities) == 2


def test_commas_of_a_known_column_but_uneven_rows_make_no_table() -> None:
    text = "The customer, a user, or a client:\nKeep the keys\nKeep the logs\nKeep the data\n"

    matrix = read_matrix(text.encode())

    assert matrix.layout.family == "list"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        pytest.param(b"# A page\n\n| Task | Client |\n| --- | --- |\n", ".md", id="Markdown"),
        pytest.param(b"<table><tr><td>x</td></tr></table>", ".html", id="HTML"),
        pytest.param(b"Activity,Client,Other\nRun,RA,I\nStop,RA,I\n", ".csv", id="CSV"),
        pytest.param(b"Activity\tClient\tOther\nRun\tRA\tI\nStop\tRA\tI\n", ".tsv", id="tabs"),
        pytest.param(b"Run the backups.\n", ".txt", id="lines"),
        pytest.param(b"PK\x03\x04 xl/workbook.xml", ".xlsx", id="workbook"),
    ],
)
def test_a_file_is_named_after_what_it_is(content: bytes, ending: str) -> None:
    assert file_ending(content) == ending

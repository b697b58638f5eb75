"""The guard: hostile workbooks are refused by name, in little time."""

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from matrix.readers import RefusalCode
from tests.matrix.readers.workbooks.files import (
    BOOK,
    NAMED,
    ROWS,
    SHEET,
    STRINGS,
    book_refusal,
    book_xml,
    make_workbook,
    sheet_xml,
    strings_xml,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
SPACES = " " * 11_000_000


def with_sheet(rows: str = ROWS, before: str = "", after: str = "") -> Callable[[], bytes]:
    """Return a maker of a workbook with this sheet."""
    return lambda: make_workbook({SHEET: sheet_xml(rows, before, after)})


def cells(number: int, cell: str) -> str:
    """Return rows of ten cells; `cell` has a place for its reference."""
    return (
        "".join(
            f'<row r="{row}">' + "".join(cell.format(f"{column}{row}") for column in "ABCDEFGHIJ")
            for row in range(1, number // 10 + 1)
        ).replace("<row", "</row><row")[6:]
        + "</row>"
    )


def lying(name: str, size: int) -> bytes:
    """Return a workbook whose directory declares another size of a part."""
    content = bytearray(make_workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo(name)
    facts = struct.pack("<III", entry.CRC, entry.compress_size, entry.file_size)
    told = struct.pack("<III", entry.CRC, entry.compress_size, size)
    return bytes(content).replace(facts, told)


def flagged() -> bytes:
    """Return a workbook that declares its first part encrypted."""
    content = bytearray(make_workbook())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def moved() -> bytes:
    """Return a workbook whose directory points to a wrong place."""
    content = bytearray(make_workbook())
    entry = content.index(b"PK\x01\x02")
    content[entry + 42 : entry + 46] = struct.pack("<I", 5)
    return bytes(content)


def broken() -> bytes:
    """Return a workbook with a part that is no deflated stream."""
    content = bytearray(make_workbook())
    start = content.index(SHEET.encode()) + len(SHEET)
    content[start : start + 8] = b"\xff" * 8
    return bytes(content)


@pytest.mark.asvs("1.5.1", "5.2.3")
@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: b"", "unsupported-format", id="nothing"),
        pytest.param(lambda: b"no archive", "unsupported-format", id="no archive"),
        pytest.param(lambda: b"PK\x03\x04", "damaged", id="four bytes of an archive"),
        pytest.param(lambda: make_workbook()[:-200], "damaged", id="cut off"),
        pytest.param(lambda: OLE, "unsupported-format", id="an old workbook"),
        pytest.param(
            lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", id="encrypted"
        ),
        pytest.param(
            lambda: OLE + "DRMEncryptedDataSpace".encode("utf-16-le"),
            "encrypted",
            id="rights-protected",
        ),
        pytest.param(flagged, "encrypted", id="encrypted entries"),
        pytest.param(lambda: lying(SHEET, 10), "damaged", id="a size too small"),
        pytest.param(lambda: lying(SHEET, 1 << 31), "damaged", id="a size too large"),
        pytest.param(moved, "damaged", id="a part elsewhere"),
        pytest.param(broken, "damaged", id="a broken stream"),
        pytest.param(
            lambda: make_workbook(method=zipfile.ZIP_BZIP2), "damaged", id="another packing"
        ),
        pytest.param(lambda: make_workbook({BOOK: None}), "damaged", id="no list of sheets"),
        pytest.param(
            lambda: make_workbook({BOOK: None, SHEET: None, "word/document.xml": ""}),
            "unsupported-format",
            id="a document",
        ),
        pytest.param(lambda: make_workbook({SHEET: None}), "damaged", id="no sheet"),
        pytest.param(lambda: make_workbook({BOOK: "<workbook"}), "damaged", id="half a list"),
        pytest.param(with_sheet("<row><c r="), "damaged", id="half a cell"),
        pytest.param(with_sheet(after="</x>"), "damaged", id="other XML"),
        pytest.param(
            lambda: make_workbook({"../../etc/passwd": "x"}), "damaged", id="a way out of it"
        ),
        pytest.param(lambda: make_workbook({"/etc/passwd": "x"}), "damaged", id="a full path"),
        pytest.param(
            lambda: make_workbook({"xl/Workbook.xml": "x"}), "damaged", id="a part twice"
        ),
        pytest.param(
            lambda: make_workbook({f"xl/{number}.xml": "" for number in range(2_000)}),
            "bomb",
            id="thousands of parts",
        ),
        pytest.param(
            lambda: make_workbook({"xl/media/a.png": SPACES}), "bomb", id="a picture that grows"
        ),
        pytest.param(with_sheet(SPACES), "bomb", id="a sheet that grows"),
        pytest.param(
            with_sheet(before="<a" + " " * 3_000_000), "bomb", id="a tag without end"
        ),
        pytest.param(
            lambda: make_workbook({SHEET: '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml()}),
            "bomb",
            id="entities",
        ),
        pytest.param(
            lambda: make_workbook({"docProps/app.xml": "<!DOCTYPE a><a/>"}),
            "bomb",
            id="a document type where nobody reads",
        ),
        pytest.param(
            lambda: make_workbook({STRINGS: "<!DOCTYPE a><a/>".encode("utf-16")}),
            "bomb",
            id="a document type in UTF-16",
        ),
        pytest.param(
            lambda: make_workbook({STRINGS: "<a/>".encode("utf-16")}), "damaged", id="UTF-16"
        ),
        pytest.param(with_sheet(ROWS + FAR), "bomb", id="the last cell of a sheet"),
        pytest.param(
            with_sheet(ROWS + FAR.replace('"', "'")), "bomb", id="the last cell, quoted singly"
        ),
        pytest.param(
            with_sheet(ROWS + FAR.replace("<", "<x:").replace("<x:/", "</x:")),
            "bomb",
            id="the last cell, with a prefix",
        ),
        pytest.param(
            with_sheet(ROWS + FAR.replace("<c ", '<c a=">" ')), "bomb", id="the last cell, hidden"
        ),
        pytest.param(
            with_sheet('<row r="1048576">' + "<c><v>1</v></c>" * 9), "bomb", id="cells by row"
        ),
        pytest.param(
            with_sheet('<row r="1"><c r="ZZZZ99999999999"><v>1</v></c></row>'),
            "bomb",
            id="a cell out of any sheet",
        ),
        pytest.param(
            with_sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "bomb", id="a wide sheet"
        ),
        pytest.param(
            with_sheet('<row r="1"><c r="A1048576"><v>1</v></c></row>'), "bomb", id="a far row"
        ),
        pytest.param(with_sheet(before='<dimension ref="A1:A1000000000"/>'), "bomb", id="rows"),
        pytest.param(with_sheet(before='<dimension ref="A1:XFE1"/>'), "bomb", id="columns"),
        pytest.param(with_sheet(before='<dimension ref="A1:XFD1048576"/>'), "bomb", id="both"),
        pytest.param(
            with_sheet(after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 200_001), "bomb",
            id="merged cells",
        ),
        pytest.param(
            with_sheet(cells(200, '<c r="{}" t="s"><v>0</v></c>')), "damaged", id="no texts"
        ),
        pytest.param(
            lambda: make_workbook(
                {SHEET: sheet_xml(cells(5_000, '<c r="{}" t="s"><v>0</v></c>'))}
                | {STRINGS: strings_xml("a" * 32_000)}
            ),
            "bomb",
            id="one text in thousands of cells",
        ),
        pytest.param(
            lambda: make_workbook(
                {SHEET: sheet_xml(cells(5_000, '<c r="{}" t="s"><v><![CDATA[0]]></v></c>'))}
                | {STRINGS: strings_xml("a" * 32_000)}
            ),
            "bomb",
            id="the same behind CDATA",
        ),
        pytest.param(
            lambda: make_workbook({STRINGS: strings_xml("a"), "xl/more.xml": strings_xml("b")}),
            "damaged",
            id="two lists of texts",
        ),
        pytest.param(
            lambda: make_workbook(
                {BOOK: book_xml("".join(NAMED.format(f"S{n}", n) for n in range(1, 202)))}
            ),
            "bomb",
            id="hundreds of sheets",
        ),
        pytest.param(
            lambda: make_workbook({BOOK: book_xml(NAMED.format("S", 1) + NAMED.format("T", 2))}),
            "bomb",
            id="one sheet twice",
        ),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_by_name(
    make: Callable[[], bytes], code: RefusalCode
) -> None:
    content = make()
    start = time.process_time()

    refused = book_refusal(content)

    assert refused.code == code
    assert refused.where
    assert time.process_time() - start < 5

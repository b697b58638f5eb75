"""Hostile workbooks: archives that lie, names, bombs, cells that stand nowhere, many sheets."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from functools import partial
from itertools import product
from typing import Final

from tests.hostile.xml_parts import Make, parts
from tests.matrix.readers.workbooks.files import (
    BOOK,
    MAIN,
    NAMED,
    OFFICE,
    PACKAGE,
    RELATIONS,
    ROWS,
    SHEET,
    STRINGS,
    book_xml,
    make_workbook,
    sheet_xml,
    strings_xml,
)

_ZEROS: Final = 12_000_000
_PLACES: Final = (
    "A0", "A1048577", "A4294967296", "XFE1", "ZZZ1", "ZZZZ1", "AAAAAAAAAA1", "XFD1048576", "1",
    "A", "A-1", "$A$1", "a1", "A1:B2", "A٣", "A²", "Ａ1", "R1C1", "é1", "A01", "", "A 1", "A1 ",
    "A1" * 99,
)  # fmt: skip
_KINDS: Final = ("s", "b", "e", "d", "n", "str", "inlineStr", "zz", "")
_VALUES: Final = (
    "-1", "999999999", "NaN", "inf", "1e999", "1e-999", "0x1", "1_0", "٣", "²", "2026-02-30T25:61",
    "10000-01-01T00:00:00", "", " ", "true", "#N/A", "=1", "&lt;a&gt;", "9" * 400, "a" * 40_000,
)  # fmt: skip
_NAMES: Final = (
    *(
        "../a.xml",
        "../../../../etc/passwd",
        "/etc/passwd",
        "C:/a.xml",
        "xl/../../a.xml",
        "xl\\..\\..\\a.xml",
    ),
    *(
        "XL/WORKBOOK.XML",
        "xl/./workbook.xml",
        "xl//workbook.xml",
        "a" * 60_000,
        "xl/\u202elmx.a",
        " ",
    ),
    *(
        "con.xml",
        "a\nb.xml",
        "xl/worksheets/",
        "xl/worksheets/SHEET1.xml",
        "~",
        ".",
        "-rf",
        "a:b",
        "\ufeff",
    ),
)
# Fields of the headers of an archive: where they begin, by what the header begins with.
_FIELDS: Final[Mapping[bytes, Mapping[str, int]]] = {
    b"PK\x01\x02": {
        **{"version": 6, "flags": 8, "method": 10, "time": 12, "checksum": 16, "packed size": 20},
        **{"size": 24, "name length": 28, "extra length": 30, "comment length": 32, "disk": 34},
        **{"attributes": 38, "place": 42},
    },
    b"PK\x03\x04": {"flags": 6, "method": 8, "size": 22, "name length": 26, "extra length": 28},
    b"PK\x05\x06": {
        "disk": 4,
        "entries": 8,
        "all entries": 10,
        "length": 12,
        "start": 16,
        "comment": 20,
    },
}
_NUMBERS: Final = (b"\x00\x00", b"\x01\x00", b"\xff\xff", b"\xff\xff\xff\xff")


def workbooks() -> dict[str, Make]:
    """Return every hostile workbook, by what it is meant to do."""
    return {**parts(), **_lying(), **_cut(), **_named(), **_bombs(), **_cells(), **_sheets()}


def _lying() -> dict[str, Make]:
    found: dict[str, Make] = {}
    for magic, fields in _FIELDS.items():
        for (field, place), number in product(fields.items(), _NUMBERS):
            what = f"{field} of {magic[2:].hex()} says {number.hex()}"
            found[what] = partial(_patched, magic, place, number)
    return found


def _patched(magic: bytes, place: int, number: bytes) -> bytes:
    content = bytearray(make_workbook())
    start = content.index(magic) + place
    content[start : start + len(number)] = number
    return bytes(content)


def _cut() -> dict[str, Make]:
    whole = make_workbook()
    found: dict[str, Make] = {
        f"cut to {tenth} tenths": lambda tenth=tenth: whole[: len(whole) * tenth // 10]  # type: ignore[misc]
        for tenth in range(10)
    }
    return {
        **found,
        "something before": lambda: b"PK" + bytes(500) + whole,
        "something behind": lambda: whole + bytes(70_000),
        "two archives": lambda: whole + make_workbook({SHEET: sheet_xml("")}),
        "a directory only": lambda: b"PK\x05\x06" + bytes(18),
        "old and encrypted": lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        ),
        "old and endless": lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xfe\xff\xff\xff" * 99_999
        ),
        "packed with LZMA": lambda: make_workbook(method=zipfile.ZIP_LZMA),
        "packed with BZIP2": lambda: make_workbook(method=zipfile.ZIP_BZIP2),
        "one part over another": _overlapping,
    }


def _overlapping() -> bytes:
    """Let every entry of the directory point to one and the same large part."""
    content = bytearray(
        make_workbook({"a.xml": b" " * 5_000_000, **{f"b{n}.xml": "" for n in range(99)}})
    )
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        large = archive.getinfo("a.xml")
    facts = struct.pack("<III", large.CRC, large.compress_size, large.file_size)
    for match in list(re.finditer(rb"PK\x01\x02", bytes(content))):
        content[match.start() + 16 : match.start() + 28] = facts
        content[match.start() + 42 : match.start() + 46] = struct.pack("<I", large.header_offset)
    return bytes(content)


def _named() -> dict[str, Make]:
    return {
        f"a part named {name[:40]!r}": lambda name=name: make_workbook({name: "<a/>"})  # type: ignore[misc]
        for name in _NAMES
    }


def _bombs() -> dict[str, Make]:
    places = (SHEET, STRINGS, BOOK, "xl/media/a.png", "xl/styles.xml", "docProps/app.xml", "a.bin")
    found: dict[str, Make] = {
        f"zeros in {place}": lambda place=place: make_workbook({place: bytes(_ZEROS)})  # type: ignore[misc]
        for place in places
    }
    found |= {
        f"blanks in {place}": lambda place=place: make_workbook({place: b" " * _ZEROS})  # type: ignore[misc]
        for place in places
    }
    return {
        **found,
        "an archive in an archive": lambda: make_workbook(
            {"a.zip": make_workbook({SHEET: " " * _ZEROS})}
        ),
        "thousands of parts": lambda: make_workbook({f"xl/{n}.xml": "" for n in range(3_000)}),
        "many parts that grow": lambda: make_workbook(
            {f"xl/{n}.xml": " " * 9_000_000 for n in range(25)}
        ),
        "one text in every cell": lambda: make_workbook(
            {
                SHEET: sheet_xml(_rows(500, '<c r="{0}" t="s"><v>0</v></c>')),
                STRINGS: strings_xml("a" * 32_000),
            }
        ),
        "a text of ten megabytes": lambda: make_workbook(
            {STRINGS: strings_xml("a " * 5_000_000)}, zipfile.ZIP_STORED
        ),
        "a million texts": lambda: make_workbook(
            {STRINGS: f'<sst xmlns="{MAIN}">{"<si/>" * 1_000_001}</sst>'}
        ),
    }


def _rows(number: int, cell: str) -> str:
    return "".join(
        f'<row r="{row}">'
        + "".join(cell.format(f"{column}{row}") for column in "ABCDEFGHIJ")
        + "</row>"
        for row in range(1, number + 1)
    )


def _cells() -> dict[str, Make]:
    found: dict[str, Make] = {}
    for place, style in product(_PLACES, ("<v>1</v>", "")):
        row = f'<row r="3"><c r="{place}" t="n">{style}</c></row>'
        found[f"a cell at {place[:20]!r} {style}"] = _sheet(ROWS + row)
    for kind, value in product(_KINDS, _VALUES):
        row = f'<row r="3"><c r="A3" t="{kind}" s="99"><v>{value}</v></c></row>'
        found[f"a {kind!r} that says {value[:20]!r}"] = _sheet(ROWS + row)
    for place in _PLACES:
        found[f"a dimension of {place[:20]!r}"] = _sheet(before=f'<dimension ref="A1:{place}"/>')
        merged = f'<mergeCells><mergeCell ref="A1:{place}"/></mergeCells>'
        found[f"merged to {place[:20]!r}"] = _sheet(after=merged)
    for row_number in ("0", "-1", "1048577", "9" * 30, "x", ""):
        found[f"row {row_number[:9]!r}"] = _sheet(f'<row r="{row_number}"><c><v>1</v></c></row>')
    return found


def _sheet(rows: str = ROWS, before: str = "", after: str = "") -> Make:
    return lambda: make_workbook({SHEET: sheet_xml(rows, before, after)})


def _sheets() -> dict[str, Make]:
    targets = (
        "../../etc/passwd",
        "/etc/passwd",
        "http://127.0.0.1:9/",
        "",
        "workbook.xml",
        "a" * 9_999,
    )
    names = ("", "a/b", "a" * 5_000, "_meta", "=1", "../x", "\u202ex", "'", "]", "<x>")
    found: dict[str, Make] = {
        f"a sheet at {target[:20]!r}": partial(_related, target) for target in targets
    }
    found |= {f"a sheet called {name[:20]!r}": partial(_called, name) for name in names}
    many = "".join(NAMED.format(f"S{n}", n) for n in range(1, 5_001))
    return {
        **found,
        "five thousand sheets": lambda: make_workbook({BOOK: book_xml(many)}),
        "one sheet twice": lambda: make_workbook(
            {BOOK: book_xml(NAMED.format("S", 1) + NAMED.format("T", 2))}
        ),
        "no sheet": lambda: make_workbook({BOOK: book_xml("")}),
        "a sheet of no relation": lambda: make_workbook(
            {BOOK: book_xml('<sheet name="S" sheetId="1"/>')}
        ),
        "outside links": lambda: make_workbook({"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "macros": lambda: make_workbook({"xl/vbaProject.bin": b"Sub AutoOpen"}),
        "a binary workbook": lambda: make_workbook({BOOK: None, "xl/workbook.bin": b"\x00"}),
        "a formula over itself": _sheet('<row r="1"><c r="A1"><f>A1</f><v>1</v></c></row>'),
        "a shared formula": _sheet(
            '<row r="1"><c r="A1"><f t="shared" ref="A1:XFD1048576" si="0"/></c></row>'
        ),
    }


def _related(target: str) -> bytes:
    relation = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="{target}"/>'
    return make_workbook(
        {RELATIONS: f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>'}
    )


def _called(name: str) -> bytes:
    shown = name.replace("<", "&lt;")
    return make_workbook({BOOK: book_xml(f'<sheet name="{shown}" sheetId="1" r:id="r1"/>')})

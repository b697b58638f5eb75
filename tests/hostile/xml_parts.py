"""Hostile XML for the parts of a workbook: declarations, encodings, depth, length."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.fuzzing.pieces import CONTROLS
from tests.matrix.readers.workbooks.files import (
    BOOK,
    RELATIONS,
    SHEET,
    STRINGS,
    make_workbook,
    sheet_xml,
    strings_xml,
)

Make = Callable[[], bytes]

PARTS: Final = (BOOK, RELATIONS, SHEET, STRINGS, "xl/styles.xml", "[Content_Types].xml", "a/b.xml")

# What is large is put where it costs most.
_READ: Final = (SHEET, STRINGS)
_LARGE: Final = ("a long", "many", "instructions", "one long", "two hundred", "a token", "a split")
_LAUGHS: Final = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_XML: Final[Mapping[str, Callable[[], bytes]]] = {
    "laughs": lambda: f'<!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}]><a>&l9;</a>'.encode(),
    "one long entity often": lambda: (
        f'<!DOCTYPE a [<!ENTITY e "{"a" * 50_000}">]><a>'.encode() + b"&e;" * 5_000 + b"</a>"
    ),
    "a file": lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "an address": lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]><a>&x;</a>',
    "a parameter entity": lambda: (
        b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]><a/>'
    ),
    "an outside DTD": lambda: b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "a small doctype": lambda: b"<!doctype a><a/>",
    "a blank in the doctype": lambda: b"<! DOCTYPE a><a/>",
    "a split doctype": lambda: b"<!--" + b" " * 262_140 + b"--><!DOCTYPE a><a/>",
    "XInclude": lambda: (
        b'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></a>'
    ),
    "a style sheet": lambda: b'<?xml-stylesheet href="file:///etc/passwd"?><a/>',
    "UTF-16": lambda: "<a/>".encode("utf-16"),
    "UTF-32": lambda: "<a/>".encode("utf-32"),
    "EBCDIC": lambda: '<?xml version="1.0" encoding="cp037"?><a/>'.encode("cp037"),
    "UTF-7": lambda: b'<?xml version="1.0" encoding="utf-7"?><a>+ADw-</a>',
    "an encoding that is a codec": lambda: b'<?xml version="1.0" encoding="rot13"?><n/>',
    "XML 1.1": lambda: b'<?xml version="1.1"?><a>&#1;</a>',
    "nothing": lambda: b"",
    "no XML": lambda: bytes(range(256)),
    "not UTF-8": lambda: b"<a>\xff\xfe\xed\xa0\x80</a>",
    "a signless reference": lambda: b"<a>&#xD800;&#0;&#x110000;</a>",
    "no end": lambda: b"<a><b>" * 50,
    "ten thousand deep": lambda: b"<a>" * 10_000 + b"</a>" * 10_000,
    "two hundred thousand deep": lambda: b"<a>" * 200_000 + b"</a>" * 200_000,
    "many attributes": lambda: b"<a " + b" ".join(b'a%d=""' % n for n in range(50_000)) + b"/>",
    "many namespaces": lambda: b"".join(b'<a xmlns:n%d="u%d">' % (n, n) for n in range(3_000)),
    "a long attribute": lambda: b'<a b="' + b"c" * 1_500_000 + b'"/>',
    "a long name": lambda: b"<" + b"a" * 1_500_000 + b"/>",
    "a token without end": lambda: b"<a " + b"b" * 2_500_000,
    "a long comment": lambda: b"<!--" + b"-" * 1_500_000 + b"--><a/>",
    "a long CDATA": lambda: b"<a><![CDATA[" + b"c" * 3_000_000 + b"]]></a>",
    "instructions": lambda: b"<?a b?>" * 50_000 + b"<a/>",
}


def parts() -> dict[str, Make]:
    """Return workbooks with hostile XML in one part."""
    found: dict[str, Make] = {}
    for part in PARTS:
        for what, make in _XML.items():
            if part in _READ or not what.startswith(_LARGE):
                found[f"{what} in {part}"] = _with(part, make)
    for sign in (*CONTROLS, "\u202e", "\ufffe", "\U0010ffff"):
        text = sign.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
        raw = strings_xml(text).encode("utf-8", "surrogateescape")
        found[f"{sign!r} in a text"] = _with(STRINGS, lambda raw=raw: raw)  # type: ignore[misc]
        code = f"<v>_x{ord(sign):04X}_&#{ord(sign)};</v>"
        rows = f'<row r="1"><c r="A1" t="str">{code}</c></row>'
        found[f"{sign!r} in a cell"] = _with(SHEET, lambda rows=rows: sheet_xml(rows).encode())  # type: ignore[misc]
    return found


def _with(part: str, make: Callable[[], bytes]) -> Make:
    return lambda: make_workbook({part: make()})

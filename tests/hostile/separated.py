"""Hostile tables in separated cells: quotes, widths, encodings, control characters, formulas."""

from collections.abc import Callable
from itertools import product
from typing import Final

Make = Callable[[], bytes]

_HEADER: Final = ("Activity", "Customer", "Provider")
_SIGNS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "colon": ":"}
_LINE_ENDS: Final = {
    "LF": "\n",
    "CR": "\r",
    "CRLF": "\r\n",
    "LFCR": "\n\r",
    "NEL": "\x85",
    "LS": "\u2028",
}
_QUOTED: Final = (
    *(
        '"',
        '"a',
        'a"',
        '"a"b',
        '"a""',
        '"""',
        '"a","b',
        "'a",
        '"a\nb"',
        '"a\n\n\n',
        '""""""',
        '" "',
    ),
    *('"a" ', ' "a"', '"\\"', "`a`", "“a”", '"' * 10_000),
)
_FORMULAS: Final = (
    *(
        '=HYPERLINK("http://127.0.0.1:9/")',
        "=cmd|'/C calc'!A0",
        "@SUM(1)",
        "+1+1",
        "-1+1",
        "\t=1",
        "\r=1",
    ),
    *("=DDE(1)", "=WEBSERVICE(1)", "%3D1", "＝1", "'=1"),
)
_ENCODINGS: Final = (
    *(
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-7",
        "cp1252",
        "latin-1",
        "cp037",
        "shift_jis",
    ),
    *(
        "gb18030",
        "big5",
        "euc-jp",
        "koi8-r",
        "mac-roman",
        "utf-8-sig",
        "cp500",
        "hz",
        "iso2022_jp",
    ),
)
_BYTES: Final = {
    "cut in a character": b"\xc3",
    "an overlong character": b"\xc0\xaf",
    "half a character": b"\xed\xa0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "five bytes": b"\xf8\x88\x80\x80\x80",
    "a byte order mark inside": b"\xef\xbb\xbf",
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf",
    "a mark of UTF-16": b"\xff\xfe",
    "all bytes": bytes(range(256)),
    "a zip": b"PK\x03\x04",
    "a PDF": b"%PDF-1.7",
    "an old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}


def separated() -> dict[str, Make]:
    """Return every hostile table, by what it is meant to do."""
    return {**_cells(), **_encoded(), **_large()}


def table(cell: str = "Choose", *, sign: str = ",", end: str = "\n", rows: int = 2) -> str:
    """Return a small matrix with one cell written as it is given."""
    lines = [
        sign.join(_HEADER),
        sign.join((cell, "RA", "I")),
        *[sign.join(("Pay", "R", "A"))] * rows,
    ]
    return end.join(lines) + end


def _text(text: str) -> Make:
    return lambda: text.encode("utf-8", "surrogatepass")


def _cells() -> dict[str, Make]:
    found: dict[str, Make] = {}
    for (name, sign), quoted in product(list(_SIGNS.items())[:3], _QUOTED):
        found[f"{quoted[:12]!r} between {name}s"] = _text(table(quoted, sign=sign))
    for (name, sign), (ending, end) in product(_SIGNS.items(), _LINE_ENDS.items()):
        found[f"{name}s and {ending}"] = _text(table(sign=sign, end=end))
    for (name, sign), formula in product(list(_SIGNS.items())[:3], _FORMULAS):
        found[f"{formula[:20]!r} between {name}s"] = _text(table(formula, sign=sign))
    for code in (
        *range(32),
        *range(0x7F, 0xA0),
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
    ):
        found[f"the character {code:04X}"] = _text(table(f"Cho{chr(code)}ose"))
    for letters in (
        "R" * 10_000,
        "RACIS" * 99,
        "r/a/c/i",
        "Я",
        "Ｒ",
        "R\u0301",
        "R,A",
        "=R",
        "1",
        "²",
    ):
        found[f"letters {letters[:9]!r}"] = _text(table().replace("RA", letters))
    return found


def _encoded() -> dict[str, Make]:
    found: dict[str, Make] = {
        f"written in {name}": lambda name=name: table("Chosen").encode(name)  # type: ignore[misc]
        for name in _ENCODINGS
    }
    for (what, raw), is_first in product(_BYTES.items(), (True, False)):
        where = "at the beginning" if is_first else "in a cell"
        content = table("Cho%ose").encode()
        made = raw + content if is_first else content.replace(b"%", raw)
        found[f"{what} {where}"] = lambda made=made: made  # type: ignore[misc]
    return found


def _large() -> dict[str, Make]:
    return {
        "nothing": lambda: b"",
        "blank": lambda: b" \r\n\t\n" * 1_000,
        "no line end": lambda: b"a" * 5_000_000,
        "commas": lambda: b"," * 5_000_000,
        "quotes": lambda: b'"' * 5_000_000,
        "quotes and commas": lambda: b'",' * 2_000_000,
        "lines": lambda: b"\n" * 5_000_000,
        "lines of one comma": lambda: b",\n" * 1_000_000,
        "one quote at the beginning": lambda: b'"' + table(rows=100_000).encode(),
        "one quote at the end": lambda: table(rows=90_000).encode() + b'"',
        "ten thousand columns": lambda: table().replace("Provider", "Provider," * 10_000).encode(),
        "ten thousand names": lambda: (
            ",".join(map(str, range(10_000))).encode() + b"\n" + table().encode()
        ),
        "one party a thousand times": lambda: (
            table().replace("Customer", "Customer," * 1_000).encode()
        ),
        "a cell of a megabyte": lambda: table("a" * 1_000_000).encode(),
        "a cell of lines": lambda: table('"' + "a\n" * 300_000 + '"').encode(),
        "a hundred thousand rows": lambda: table(rows=100_001).encode(),
        "rows that grow": lambda: "\n".join("RA," * n for n in range(2_000)).encode(),
        "names alike": lambda: (
            ",".join(f"Customer{n}" for n in range(400)) + "\n" + "RA," * 400
        ).encode(),
        "long alike texts": lambda: "\n".join(
            f"{'a' * 3_000}{n},RA,I" for n in range(900)
        ).encode(),
        "eleven megabytes": lambda: b"a,b\n" * 2_750_000,
    }

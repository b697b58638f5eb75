"""Hostile names of files: paths, signs that nobody sees, names that systems keep."""

from typing import Final

from tests.evidence.hostile import PATHS

_ENDINGS: Final = (".txt", ".pdf", ".md", ".xlsx", "")
_RANGES: Final = (
    *((0x00, 0x20), (0x7F, 0x80), (0x85, 0x86), (0xAD, 0xAE), (0x61C, 0x61D), (0x180E, 0x180F)),
    *((0x200B, 0x2010), (0x2028, 0x202F), (0x2060, 0x2070), (0xFEFF, 0xFF00), (0xFFF9, 0xFFFF)),
    *((0xE0001, 0xE0002), (0xE007F, 0xE0080), (0x10FFFF, 0x110000)),
)
_INVISIBLE: Final = tuple(code for start, end in _RANGES for code in range(start, end))
_RESERVED: Final = (
    "con",
    "PRN",
    "aux",
    "nul",
    "com1",
    "LPT9",
    "com¹",
    "conin$",
    "CLOCK$",
    "desktop.ini",
)
_PATHS: Final = (
    *(
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/passwd",
        "C:\\a",
        "\\\\host\\share\\a",
        "file:///a",
    ),
    *(
        "....//a",
        "..;/a",
        "..%2fa",
        "..%c0%afa",
        "%252e%252e/a",
        "a/../../b",
        "a/./b",
        "a//b",
        "~/a",
        "./-rf",
    ),
    *(
        "a\r\nSet-Cookie: x=y",
        'a"; filename="b.html',
        "a; filename*=UTF-8''b",
        "a%0d%0ab",
        'a\\"b',
        "a'b",
    ),
    *(
        "$(id)",
        "`id`",
        "|id",
        ";id",
        "&id",
        "{{7*7}}",
        "${7*7}",
        "<svg onload=a>",
        "=1+1",
        "-rf",
        "--help",
    ),
)
_RAW: Final = {
    "half a character": b"\xed\xa0\x80.txt",
    "not UTF-8": b"\xff\xfe\xfd.txt",
    "overlong": b"..\xc0\xaf..\xc0\xafa.txt",
    "a NUL": b"a.txt\x00.exe",
    "nothing": b"",
    "a quote": b'"',
    "all bytes": bytes(range(1, 256)),
    "five thousand letters": b"a" * 5_000 + b".txt",
    "five thousand dots": b"." * 5_000,
    "five thousand blanks": b" " * 5_000 + b".txt",
    "long and wide": "日".encode() * 3_000 + b".txt",
    "a long ending": b"a." + b"b" * 5_000,
    "marks upon marks": "e\u0301\u0302\u0303".encode() * 500 + b".txt",
    "many endings": b"a" + b".txt" * 500,
}


def names() -> dict[str, bytes]:
    """Return every hostile name as the bytes of a form, by what it is meant to do."""
    found = {f"{path!r:.40}": path.encode("utf-8", "surrogatepass") for path in PATHS}
    for code in _INVISIBLE:
        found[f"the character {code:04X}"] = f"a{chr(code)}txt.exe{chr(code)}.txt".encode()
    for name in _RESERVED:
        for ending in _ENDINGS:
            found[f"{name}{ending}"] = f"{name}{ending}".encode()
    for number, path in enumerate(_PATHS):
        ending = _ENDINGS[number % 4]
        found[f"{path}{ending}"] = f"{path}{ending}".encode()
    return {**found, **_RAW}

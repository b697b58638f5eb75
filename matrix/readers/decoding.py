"""From bytes to lines, or a refusal that names the byte: the guard before any parsing."""

import re
from typing import Final

from matrix.readers.refusals import MatrixRefused

# The longest published page has 300 lines; ten thousand still end within seconds.
MAX_LINES: Final = 10_000

_FORMATS: Final = (
    (b"PK\x03\x04", "a zip archive or Office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old or protected Office document"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
)
_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def text_lines(content: bytes, max_bytes: int) -> list[str]:
    """Return the lines of a UTF-8 text, without line ends; BOM, CRLF and CR are accepted.

    Raises MatrixRefused: too-large, unsupported-format, empty, not-text.
    """
    if len(content) > max_bytes:
        message = f"The file is larger than {max_bytes:,} bytes."
        raise MatrixRefused("too-large", f"byte {max_bytes}", message)
    _refuse_other_formats(content)
    if not content.removeprefix(_BOM).strip():
        raise MatrixRefused("empty", "byte 0", "The file is empty.")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    # Counted before splitting: ten million empty lines would take the memory first.
    if text.count("\n") > MAX_LINES:
        message = f"The file has more than {MAX_LINES:,} lines."
        raise MatrixRefused("too-large", f"line {MAX_LINES + 1}", message)
    return text.split("\n")


def _refuse_other_formats(content: bytes) -> None:
    beginning = content[:64].removeprefix(_BOM).lstrip().lower()
    for magic, name in _FORMATS:
        if beginning.startswith(magic.lower()):
            message = f"This is {name}; only Markdown text can be read."
            raise MatrixRefused("unsupported-format", "byte 0", message)


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF16_BOMS):
        message = "The file is UTF-16 text; save it as UTF-8."
        raise MatrixRefused("not-text", "line 1, byte 0", message)
    if control := _CONTROL.search(content):
        value = control[0][0]
        message = f"The file is not text: it holds the control character 0x{value:02x}."
        raise MatrixRefused("not-text", _place(content, control.start()), message)
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + len(content) - len(error.object)
        value = content[offset]
        message = f"The file is not UTF-8 text: byte 0x{value:02x} cannot stand there."
        raise MatrixRefused("not-text", _place(content, offset), message) from error


def _place(content: bytes, offset: int) -> str:
    before = content[:offset].replace(b"\r\n", b"\n")
    line = before.count(b"\n") + before.count(b"\r") + 1
    return f"line {line}, byte {offset}"

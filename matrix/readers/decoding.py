"""From bytes to lines, or a refusal that names the byte: the guard before any parsing."""

import re
from typing import Final

from matrix.readers.refusals import MatrixRefused

_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def text_lines(content: bytes, max_lines: int) -> list[str]:
    """Return the lines of a UTF-8 text, without line ends; BOM, CRLF and CR are accepted.

    Raises MatrixRefused: empty, not-text, too-large.
    """
    if not content.removeprefix(_BOM).strip():
        raise MatrixRefused("empty", "byte 0", "The file is empty.")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    # Counted before splitting: ten million empty lines would take the memory first.
    if text.count("\n") > max_lines:
        message = f"The file has more than {max_lines:,} lines."
        raise MatrixRefused("too-large", f"line {max_lines + 1}", message)
    return text.split("\n")


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

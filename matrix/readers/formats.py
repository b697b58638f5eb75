"""What a file is: told from its bytes first, and from its name only where bytes leave a doubt."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from matrix.readers.pasted.markup import is_markup
from matrix.readers.pasted.separated import comma_or_semicolon, is_tabbed
from matrix.readers.refusals import MatrixRefused

TextFormat = Literal["markdown", "html", "csv", "tsv", "text"]

_BOM: Final = b"\xef\xbb\xbf"
_ZIPS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0"
# Names of streams in the directory of a compound file: an Office file behind a password, and
# one under rights management.
_PROTECTED: Final = tuple(
    name.encode("utf-16-le")
    for name in ("EncryptedPackage", "EncryptionInfo", "DRMEncryptedDataSpace", "DRMContent")
)
_DOCUMENTS: Final = (
    (b"%pdf", "a PDF document", "copy the table and paste it, or ask for the source"),
    (b"{\\rtf", "an RTF document", "copy the table and paste it"),
)
_PARTS: Final = (
    (b"word/", "a Word document", "copy the table and paste it"),
    (b"ppt/", "a presentation", "copy the table and paste it"),
    (b"content.xml", "an OpenDocument file", "save the sheet as .xlsx or .csv"),
    (b"xl/workbook.bin", "a binary workbook (.xlsb)", "save it as .xlsx"),
)
_ENDINGS: Final[dict[TextFormat, str]] = {
    "markdown": ".md",
    "html": ".html",
    "csv": ".csv",
    "tsv": ".tsv",
    "text": ".txt",
}
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx")
_DIVIDER: Final = re.compile(r"^[ \t>]*(?:\|[ \t]*:?-+|:?-+:?[ \t]*\|)[ \t:|-]*$", re.MULTILINE)
_MARKDOWN: Final = re.compile(
    rf"\A(?:---|\+\+\+)[ \t]*$|^[ \t>]*#{{1,6}}[ \t*_0-9]|{_DIVIDER.pattern}", re.MULTILINE
)


def is_workbook(content: bytes, name: str) -> bool:
    """Say whether the bytes are an Office workbook, to be opened by the reader of workbooks.

    Raises MatrixRefused for every other file that is not text: `encrypted` for one behind a
    password or under rights management, else `unsupported-format`, with what to do instead.
    """
    if content.startswith(_OLE):
        _refuse_old_office(content)
    if content.startswith(_ZIPS):
        return _is_zipped_workbook(content, name)
    beginning = content[:64].removeprefix(_BOM).lstrip().lower()
    for magic, kind, advice in _DOCUMENTS:
        if beginning.startswith(magic):
            raise _unsupported(kind, advice)
    return False


def text_format(lines: Sequence[str], name: str) -> TextFormat:
    """Return what a text is; "text" when it is none of the others."""
    text = "\n".join(lines)
    ending = name.lower().rpartition(".")[2]
    if is_markup(text, ending):
        return "html"
    is_sheet = ending in {"csv", "tsv", "tab"} and not _DIVIDER.search(text)
    if ending in {"md", "mdx", "markdown"} or (_MARKDOWN.search(text) and not is_sheet):
        return "markdown"
    if is_tabbed(lines, ending):
        return "tsv"
    if comma_or_semicolon(lines, ending):
        return "csv"
    return "text"


def _refuse_old_office(content: bytes) -> None:
    if any(name in content for name in _PROTECTED):
        message = (
            "The file is protected by a password or by rights management, and cannot be opened;"
            " save a copy without protection."
        )
        raise MatrixRefused("encrypted", "byte 0", message)
    raise _unsupported("an old Office document (.xls or .doc)", "save it as .xlsx")


def _is_zipped_workbook(content: bytes, name: str) -> bool:
    """Look for the names of parts among the bytes: the list of a hostile archive is a bomb."""
    if b"xl/workbook.xml" in content:
        return True
    for part, kind, advice in _PARTS:
        if part in content:
            raise _unsupported(kind, advice)
    if name.lower().endswith(_WORKBOOKS):
        return True
    raise _unsupported("a zip archive", "unpack it first, or save it as .xlsx")


def _unsupported(kind: str, advice: str) -> MatrixRefused:
    message = f"This is {kind}, which cannot be read; {advice}."
    return MatrixRefused("unsupported-format", "byte 0", message)


def file_ending(content: bytes, *, name: str = "") -> str:
    """Return the ending of a file's name, such as ".md", from the bytes it was read from.

    Raises MatrixRefused for bytes that no reader takes, like `is_workbook`.
    """
    if is_workbook(content, name):
        return ".xlsx"
    lines = content.removeprefix(_BOM).decode(errors="replace").splitlines()
    return _ENDINGS[text_format(lines, name)]

"""What may come in as a proof. Pure Python: names, first bytes and addresses, judged.

A file is let in when its extension is on our list and its first bytes agree with it. That is a
sieve, not a proof: a polyglot passes any. What protects readers is that nothing of a proof is ever
opened here, and that it leaves as a download in a sandbox (`evidence.http`).

Left out on purpose: HTML and SVG, which a browser runs; formats with macros and the old binary
ones, where macros cannot be told apart; programs and scripts. Archives come in, and stay closed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import filetype

# Bytes of the beginning that are looked at.
HEAD: Final = 8192
NAME_LENGTH: Final = 120
NAME_BYTES: Final = 200
URL_LENGTH: Final = 1000


class Reason(StrEnum):
    """Why a proof is not taken, or not changed so."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TYPE = "type"
    CONTENT = "content"
    QUOTA = "quota"
    INTERRUPTED = "interrupted"
    ADDRESS = "address"
    STATEMENT = "statement"
    TITLE = "title"
    PERIOD = "period"
    COUNTS = "counts"
    SECRET = "secret"  # noqa: S105 - a reason, no password
    COLLECTOR = "collector"
    WITHDRAWAL = "withdrawal"


class EvidenceRefused(Exception):
    """A proof is not taken; nothing of it is written.

    `message` is an English sentence for a log; `evidence.words.refusal` says it to a person.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.reason: Final = reason
        self.message: Final = message


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: the media type we give it, and whether first bytes can be of its kind."""

    media_type: str
    fits: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is kept, and the kind of file it promises."""

    filename: str
    form: Form


def _magic(*kinds: str) -> Callable[[bytes], bool]:
    def fits(head: bytes) -> bool:
        return filetype.guess_extension(head) in kinds

    return fits


def _is_text(head: bytes) -> bool:
    """Tell whether bytes read as text: UTF-16 with its mark, or bytes without control ones."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        units = head.decode("utf-16", errors="replace")
        return not re.search("[\x00-\x08\x0e-\x1a\ufffe\uffff]", units)
    # Two letters make a bitmap: words begin with them too.
    is_plain = filetype.guess_extension(head) in {None, "bmp"}
    return is_plain and not re.search(rb"[\x00-\x08\x0e-\x1a]", head)


def _is_certificate(head: bytes) -> bool:
    """Tell whether bytes are a certificate: text of PEM, or a sequence of DER."""
    return _is_text(head) or head.startswith((b"\x30\x82", b"\x30\x81"))


def _text(media_type: str) -> Form:
    return Form(media_type, _is_text)


def _packed(media_type: str, own: str) -> Form:
    # A packed document whose parts stand in an unusual order is recognised as an archive only.
    return Form(media_type, _magic(own, "zip"))


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_CERTIFICATE = Form("application/x-x509-ca-cert", _is_certificate)
_JPEG = Form("image/jpeg", _magic("jpg"))
_TIFF = Form("image/tiff", _magic("tif"))
_YAML = _text("application/yaml")

FORMS: Final[Mapping[str, Form]] = {
    "pdf": Form("application/pdf", _magic("pdf")),
    "png": Form("image/png", _magic("png", "apng")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": Form("image/gif", _magic("gif")),
    "webp": Form("image/webp", _magic("webp")),
    "bmp": Form("image/bmp", _magic("bmp")),
    "tif": _TIFF,
    "tiff": _TIFF,
    "heic": Form("image/heic", _magic("heic")),
    "mp4": Form("video/mp4", _magic("mp4", "mov")),
    "webm": Form("video/webm", _magic("webm")),
    "docx": _packed(f"{_OOXML}wordprocessingml.document", "docx"),
    "xlsx": _packed(f"{_OOXML}spreadsheetml.sheet", "xlsx"),
    "pptx": _packed(f"{_OOXML}presentationml.presentation", "pptx"),
    "odt": _packed(f"{_ODF}text", "odt"),
    "ods": _packed(f"{_ODF}spreadsheet", "ods"),
    "odp": _packed(f"{_ODF}presentation", "odp"),
    "zip": Form("application/zip", lambda head: head.startswith(b"PK\x03\x04")),
    "gz": Form("application/gzip", _magic("gz")),
    "7z": Form("application/x-7z-compressed", _magic("7z")),
    "txt": _text("text/plain"),
    "log": _text("text/plain"),
    "md": _text("text/markdown"),
    "csv": _text("text/csv"),
    "tsv": _text("text/tab-separated-values"),
    "json": _text("application/json"),
    "jsonl": _text("application/jsonl"),
    "xml": _text("application/xml"),
    "yaml": _YAML,
    "yml": _YAML,
    "toml": _text("application/toml"),
    "ini": _text("text/plain"),
    "cfg": _text("text/plain"),
    "conf": _text("text/plain"),
    "tf": _text("text/plain"),
    "eml": _text("message/rfc822"),
    "pem": _CERTIFICATE,
    "crt": _CERTIFICATE,
    "cer": _CERTIFICATE,
}

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def named(name: str) -> Named:
    """Return an uploaded file's name cleaned, with the kind its extension promises.

    Raises `EvidenceRefused` for an extension that is not on the list.
    """
    filename = clean_name(name)
    stem, _, extension = filename.rpartition(".")
    form = FORMS.get(extension.lower())
    if form is None or not stem:
        raise EvidenceRefused(Reason.TYPE, f"files of this type are not taken: .{extension}")
    return Named(filename, form)


def check_content(form: Form, head: bytes) -> None:
    """Raise `EvidenceRefused` for no bytes at all, and for first bytes of another kind."""
    if not head:
        raise EvidenceRefused(Reason.EMPTY, "the file is empty")
    if not form.fits(head):
        raise EvidenceRefused(Reason.CONTENT, f"the content is not {form.media_type}")


def clean_name(name: str) -> str:
    """Return the last part of a path as a name that every system can keep, "" for none.

    Without control and invisible characters (those that turn the direction of writing among
    them), what Windows forbids, leading dots, and blanks and dots at the end; no longer than
    `NAME_LENGTH` characters and `NAME_BYTES` bytes. The extension stays the last one.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", " ".join(seen.split())).lstrip(". ").rstrip(". ")
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    return _shortened(kept)


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    ending = dot + extension
    if not dot or len(ending.encode()) > NAME_BYTES // 4:
        stem, ending = name, ""
    stem = stem[: NAME_LENGTH - len(ending)]
    room = NAME_BYTES - len(ending.encode())
    stem = stem.encode()[:room].decode(errors="ignore")
    return f"{stem.rstrip('. ')}{ending}" if stem.rstrip(". ") else ""


def checked_url(url: str) -> str:
    """Return an address of the web as it was given, without blanks around it.

    Raises `EvidenceRefused` for any other scheme, for one without a host, for one with blanks or
    control characters, with a user name or a password, and for one that is too long. Nobody asks
    the address anything.
    """
    address = url.strip()
    refused = EvidenceRefused(Reason.ADDRESS, "an address begins with https:// or http://")
    if len(address) > URL_LENGTH or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise refused
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        raise refused from None
    if not address.startswith(("https://", "http://")) or not host or "@" in parts.netloc:
        raise refused
    return address

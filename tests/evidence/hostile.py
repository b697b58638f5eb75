"""Hostile uploads, made anew each time: by family, as name and content."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import product

from tests.evidence.hostile_documents import documents, packed

Upload = tuple[str, bytes]

SCRIPT = b"<script>document.title='ran'</script>"
PAGE = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=\'ran\'"/>'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\xff\xff\xff\xff" * 2 + b"\x08\x06" + bytes(7)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9)
GIF = b"GIF89a\xff\xff\xff\xff"
PDF = b"%PDF-1.7\n"
WEBP = b"RIFF\xff\xff\xff\xffWEBPVP8 "
TIFF = b"II*\x00\x08\x00\x00\x00"
MP4 = b"\xff\xff\xff\xffftypisom\x00\x00\x02\x00isomiso2"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

PATHS = (
    *("../../outside.txt", "/etc/cron.d/outside.txt", "..\\..\\outside.txt"),
    *("C:\\Windows\\win.txt", "\\\\host\\share\\a.txt", "....//....//outside.txt"),
    *("%2e%2e%2foutside.txt", "..\u2215outside.txt", "..\uff0foutside.txt", "a\x00.txt"),
    *("a.txt\r\nX-Injected: yes", "a\r\nX-Injected: yes.txt", 'a"; filename="b.html.txt'),
    *("\u202etxt.exe.txt", "\u2066a\u2069.txt", "\ud800\udfff.txt", "a" * 5000 + ".txt"),
    *("é" * 5000 + ".txt", "." * 300 + ".txt", "CON.txt", "NUL.txt", "aux.tar.txt"),
    *("a.txt:outside.exe.txt", "a.txt::$DATA.txt", "~root.txt", "$HOME.txt", "`id`.txt"),
    *("; rm -rf .txt", "-rf.txt", "{{7*7}}.txt", "<img src=x onerror=alert(1)>.txt"),
    *("=cmd|' /C calc'!A0.csv", "' OR 1=1 --.txt", "${jndi:ldap:a}.txt", "a.txt/", "/", "..", "."),
)
PROGRAMS = (
    *("exe", "dll", "msi", "scr", "com", "pif", "cpl", "bat", "cmd", "ps1", "vbs", "wsf", "hta"),
    *("js", "mjs", "jar", "apk", "sh", "py", "php", "phtml", "jsp", "aspx", "swf", "wasm", "iso"),
    *("lnk", "url", "desktop", "reg", "chm"),
)


def families() -> dict[str, list[Upload]]:
    """Return every hostile upload, by what it is meant to do."""
    return {
        "pages": list(_pages()),
        "drawings": list(_drawings()),
        "polyglots": list(_polyglots()),
        "path names": [(name, b"text") for name in PATHS],
        "bombs": list(_bombs()),
        "false lengths": list(_false_lengths()),
        **documents(),
        "programs": list(_programs()),
    }


def _pages() -> Iterator[Upload]:
    for extension in ("html", "htm", "xhtml", "shtml", "mht", "HTML", "html.", "pdf.html"):
        yield f"page.{extension}", PAGE
    for extension in ("txt", "csv", "log", "md", "xml", "json", "eml", "png", "pdf", "docx"):
        yield f"page.{extension}", PAGE


def _drawings() -> Iterator[Upload]:
    for extension in ("svg", "SVG", "png", "xml", "txt"):
        yield f"drawing.{extension}", DRAWING
    yield "drawing.svgz", gzip.compress(DRAWING)
    yield "drawing.gz", gzip.compress(DRAWING)


def _polyglots() -> Iterator[Upload]:
    heads = {"png": PNG, "jpg": JPEG, "gif": GIF, "pdf": PDF, "webp": WEBP, "bmp": b"BM"}
    tails = (PAGE, DRAWING, packed("a.class", b"\xca\xfe\xba\xbe"))
    for (extension, head), tail in product(heads.items(), tails):
        yield f"both.{extension}", head + tail
    yield "both.gif", b"GIF89a/*" + bytes(8) + b"*/=1;document.title='ran'"
    yield "both.pdf", b"\xef\xbb\xbf%PDF-1.7\n" + PAGE
    yield "both.mp4", MP4 + PAGE
    yield "both.zip", PAGE + packed("a.txt", b"a")
    yield "both.zip", packed("a.txt", b"a") + PAGE


@cache
def _zeros() -> bytes:
    return packed("zeros", bytes(30_000_000), zipfile.ZIP_DEFLATED)


def _bombs() -> Iterator[Upload]:
    nested = _zeros()
    for depth in range(3):
        nested = packed(f"{depth}.zip", nested * 3, zipfile.ZIP_DEFLATED)
    yield "bomb.zip", _zeros()
    yield "nested.zip", nested
    yield "bomb.docx", _zeros()
    yield "bomb.gz", gzip.compress(bytes(30_000_000))
    yield "entries.zip", _many_entries(20_000)
    yield "wide.png", PNG + b"IDAT" + gzip.compress(bytes(1_000_000))
    yield "wide.gif", GIF + b"," + b"\xff" * 8
    yield "wide.tif", TIFF + b"\xff" * 64
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "laughs.xml", f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l9;</a>'.encode()
    aliases = "".join(f"b{n}: &b{n} [{f'*b{n - 1},' * 9}]\n" for n in range(1, 9))
    yield "aliases.yaml", f"b0: &b0 [a]\n{aliases}".encode()
    yield "deep.json", b"[" * 200_000 + b"]" * 200_000
    yield "line.csv", b"a" * 5_000_000


def _many_entries(number: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for each in range(number):
            archive.writestr(f"{each}", b"")
    return buffer.getvalue()


def _false_lengths() -> Iterator[Upload]:
    yield "empty.pdf", b""
    yield "empty.txt", b""
    yield "short.png", PNG[:4]
    yield "chunk.png", PNG[:8] + b"\xff\xff\xff\xffIDAT"
    yield "short.gz", gzip.compress(b"log")[:6]
    yield "short.zip", packed("a", b"a")[:20]
    yield "short.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\xff" * 24
    yield "atom.mp4", MP4
    yield "long.webp", WEBP
    yield "xref.pdf", PDF + b"startxref\n99999999999\n%%EOF"


def _programs() -> Iterator[Upload]:
    for extension in PROGRAMS:
        yield f"program.{extension}", b"MZ\x90\x00\x03" + bytes(64)
    for extension in ("txt", "pdf", "png", "zip", "docx", "log"):
        yield f"program.{extension}", b"MZ\x90\x00\x03" + bytes(64)
        yield f"elf.{extension}", b"\x7fELF\x02\x01\x01" + bytes(64)
    yield "script.txt", b"#!/bin/sh\nrm -rf /\n"
    yield "old.docx", OLE

"""Documents that would run, fetch or read something where they are opened."""

import io
import zipfile

Upload = tuple[str, bytes]

_XXE = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><a>&x;</a>',
    b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><a/>',
    b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    b'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></a>',
    b'<?xml-stylesheet href="javascript:document.title=1"?><a/>',
)
_REMOTE = (
    b'<Relationships><Relationship Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/>'
    b"</Relationships>"
)
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_ACTIONS = (
    b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    b"/OpenAction << /S /Launch /F (cmd.exe) >>",
    b"/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >>",
    b"/OpenAction << /S /GoToR /F (\\\\\\\\host\\\\share) >>",
)


def documents() -> dict[str, list[Upload]]:
    """Return hostile documents, by what they are meant to do."""
    return {"macros": _macros(), "external links": _links(), "entities": _entities()}


def packed(name: str, content: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive with one file in it."""
    return _archive({name: content}, method)


def _archive(parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _office(extension: str, **parts: bytes) -> bytes:
    main = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"", _PARTS[extension]: b"<a/>"}
    return _archive(main | {name.replace("__", "/"): each for name, each in parts.items()})


def _macros() -> list[Upload]:
    refused = ("docm", "dotm", "xlsm", "xlsb", "xlam", "xltm", "pptm", "ppsm", "rtf", "one", "xll")
    old = ("doc", "xls", "ppt", "msg")
    found = [(f"macro.{each}", _office("docx", vbaProject=b"Sub AutoOpen")) for each in refused]
    found += [(f"macro.{each}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) for each in old]
    for extension, part in _PARTS.items():
        folder = part.split("/")[0]
        content = _office(extension, **{f"{folder}__vbaProject.bin": b"Sub AutoOpen"})
        found.append((f"macro.{extension}", content))
    basic = {"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/a.xml": b"Shell"}
    return [*found, ("macro.odt", _archive(basic))]


def _links() -> list[Upload]:
    found = []
    for extension, part in _PARTS.items():
        folder = part.split("/")[0]
        content = _office(extension, **{f"{folder}___rels__settings.xml.rels": _REMOTE})
        found.append((f"remote.{extension}", content))
    for number, action in enumerate(_ACTIONS):
        page = b"%PDF-1.7\n1 0 obj << /Type /Catalog " + action + b" >> endobj\n%%EOF"
        found.append((f"action{number}.pdf", page))
    found += [
        ("formula.csv", b'=HYPERLINK("http://127.0.0.1:9/","a")\n=cmd|"/C calc"!A0\n'),
        ("mail.eml", b"Content-Type: text/html\n\n<img src=http://127.0.0.1:9/>"),
        ("link.md", b"![a](http://127.0.0.1:9/)[b](javascript:alert(1))"),
        ("link.webloc", b"<plist><string>http://127.0.0.1:9/</string></plist>"),
    ]
    return found


def _entities() -> list[Upload]:
    found = [(f"entity{number}.xml", each) for number, each in enumerate(_XXE)]
    for extension, part in _PARTS.items():
        for number, each in enumerate(_XXE[:2]):
            content = _office(extension, **{part.replace("/", "__"): each})
            found.append((f"entity{number}.{extension}", content))
    return found

"""Good files of every kind that is brought: small ones of our own, and those of the corpus."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.assessments.trackers.reading import workbook_of
from tests.builders.matrices import PAGE
from tests.fuzzing.archives import unzipped, without_moments, zipped
from tests.fuzzing.pieces import HALVES
from tests.matrix.readers.workbooks.files import make_workbook

# Larger files of the corpus would take most of the time.
_MOST: Final = 150_000
_CSV: Final = (
    "Section,Activity,Customer,Provider\n"
    '1. Start,"Choose, then pay",RA,I\n1. Start,"Say ""yes""",R,"A, C"\n2. Run,Keep it,,RA\n'
)
_HTML: Final = (
    "<!doctype html><html lang=en><head><title>Who does what</title></head><body><h1>Who</h1>"
    "<h2>1. Start</h2><table><thead><tr><th>Activity<th>Customer<th>Provider</thead>"
    "<tr><td rowspan=2>Choose<br>it</td><td>RA</td><td>I</td></tr><tr><td>R</td><td>A</td></tr>"
    "<tr><td colspan=3><b>1.1. More</b></td></tr><tr><td>Pay &amp; keep</td><td>RA</td><td></td>"
    "</table><ul><li>Last update 1 May 2024</ul></body></html>"
)
_TEXT: Final = "Duties of the customer\n\nThe customer shall:\n- choose the size;\n- pay.\n"
_KEYS: Final = tuple(f"{number:08x}-6f0b-4c7e-9b3a-2f6c1d0e8a11" for number in range(1, 4))
_DUTIES: Final = (
    ("Section", "Activity", "Coverage", "Note", "Owner", "Due", "key", "revision"),
    ("1. Start", "Choose", "covered", "=1+1", "Jane", "2026-12-31", _KEYS[0], 1),
    ("1. Start", "Pay", "partial", "a _x0041_ note", "", 46_000, _KEYS[1], 2),
    ("2. Run", "Keep", "-", "", "Team", "31/12/2026", _KEYS[2], 3),
)
_TRACKER: Final = (
    ("Suivi", "", "", ""),
    ("Section", "Activité", "Statut", "Commentaire", "Responsable", "Échéance"),
    ("1.1", "Choisir la région", "fait", "voir le ticket", "Karim", "31/12/2026"),
    ("1.2", "Payer la facture", "en cours", "", "Marie Dupont", "2026-12-01"),
    ("2", "Sauvegarder", "non", "=A1", "", ""),
)
_HEADS: Final[Mapping[str, bytes]] = {
    "a.pdf": b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF",
    "a.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(13),
    "a.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9),
    "a.gif": b"GIF89a" + bytes(8),
    "a.webp": b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8),
    "a.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "a.mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2",
    "a.webm": b"\x1aE\xdf\xa3" + bytes(20) + b"webm",
    "a.tiff": b"II*\x00\x08\x00\x00\x00" + bytes(16),
    "a.7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24),
    "a.gz": b"\x1f\x8b\x08\x00" + bytes(12),
    "a.txt": "\ufeffé un texte\n".encode("utf-16"),
    "a.json": b'{"a": [1, 2, {"b": null}]}',
    "a.eml": b"From: a@example.org\nSubject: x\n\nText\n",
    "a.pem": b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "a.cer": b"\x30\x82\x01\x0a" + bytes(40),
}
_NAMES: Final = (
    *(
        "page.fr.md",
        "Preuve n° 12 (v2).pdf",
        "../../etc/passwd",
        "C:\\a\\b.txt",
        "CON.txt",
        ".env",
    ),
    *(
        "a" * 200 + ".tar.gz",
        "\u202etxt.exe",
        "日本語.csv",
        "e\u0301.md",
        "a\x00b.txt",
        "-rf.txt",
        ".",
    ),
    *(
        "=cmd.csv",
        'a"; filename="b.html',
        "a\r\nX: y.txt",
        "%2e%2e%2f.txt",
        f"{HALVES[0]}.txt",
        "a.txt::$DATA",
    ),
)


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody brings: how they call it, and its bytes."""

    name: str
    content: bytes


def pages() -> Sequence[File]:
    """Return pages of Markdown and lists of duties."""
    return (
        File("page.fr.md", PAGE.encode()),
        File("page.mdx", PAGE.replace("| ---", "|:---").replace("Client", "**Client**").encode()),
        File("duties.txt", _TEXT.encode()),
        *_of_corpus(".md", ".txt"),
    )


def copied() -> Sequence[File]:
    """Return tables in markup."""
    lines = _HTML.replace("<t", "\n<t").replace("</table>", "\n</table>\n")
    return (File("page.html", lines.encode()), File("Pasted table.html", lines[90:].encode()))


def separated() -> Sequence[File]:
    """Return tables in separated cells."""
    signs = {"a.csv": ",", "b.csv": ";", "c.tsv": "\t"}
    return tuple(File(name, _CSV.replace(",", sign).encode()) for name, sign in signs.items())


@cache
def books() -> Sequence[File]:
    """Return workbooks with a matrix: one of an office program, one by hand."""
    rows = [("Ours",), ("Activity", "Customer", "Provider"), ("Do it", "RA", "I")]
    made: dict[str, Sequence[Sequence[object]]] = {
        "Notes": [("Read me",)],
        "Matrix": [*rows, *[(f"Do {n}", "RA", "I") for n in range(9)]],
    }
    found = (File("made.xlsx", _book(made)), File("hand.xlsm", without_moments(make_workbook())))
    return (*found, *_of_corpus(".xlsx"))


@cache
def working_copies() -> Sequence[File]:
    """Return workbooks that look as if they had been exported."""
    sheets = {
        "Summary": [("Assessment", "Ours")],
        "Duties": _DUTIES,
        "_meta": [("export", _KEYS[0])],
    }
    return (
        File("retour.xlsx", _book(sheets)),
        File("rows.xlsx", _book({"a": _DUTIES})),
    )


@cache
def trackers() -> Sequence[File]:
    """Return sheets of somebody's own, and rows that were copied."""
    texts = ["\n".join(sign.join(row) for row in _TRACKER) for sign in ("\t", ";", "|")]
    copied_rows = "\n".join("\t".join(map(str, row)) for row in _DUTIES)
    return (
        File("suivi.tsv", texts[0].encode()),
        File("suivi.csv", texts[1].encode("cp1252")),
        File("suivi.txt", texts[0].encode("utf-16")),
        File("suivi.md", f"| a |\n|---|\n{texts[2]}".encode()),
        File("Pasted text", copied_rows.encode()),
        File("suivi.xlsx", _book({"Suivi": _TRACKER, "Autre": [("a", "b"), ("c", "d")]})),
        *copied(),
    )


@cache
def proofs() -> Sequence[File]:
    """Return beginnings of files that may be proofs."""
    document = zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<a/>")])
    archives = [File(f"a.{ending}", document) for ending in ("docx", "zip", "odt")]
    return (*(File(*each) for each in _HEADS.items()), *archives)


def _book(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    return without_moments(workbook_of(dict(sheets)))


def names() -> Sequence[File]:
    """Return names, as the bytes of a form that is sent."""
    return tuple(File("", name.encode("utf-8", "surrogatepass")) for name in _NAMES)


@cache
def _of_corpus(*endings: str) -> tuple[File, ...]:
    """Return the small files of the shared corpus, where `REMIT_CORPUS` names it."""
    folder = os.environ.get("REMIT_CORPUS", "")
    paths = sorted(Path(folder).rglob("*")) if folder else []
    wanted = [path for path in paths if path.suffix in endings and path.stat().st_size < _MOST]
    return tuple(File(path.name, path.read_bytes()) for path in wanted)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a folder as one file: an archive of it."""
    return zipped(parts.items())


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return what `packed` packed."""
    return dict(unzipped(content))


def as_json(content: bytes) -> object:
    """Return what a text of JSON says."""
    return json.loads(content)

"""The archive around a workbook: nothing it says of itself is believed."""

import io
import struct
import zipfile
import zlib
from functools import partial

import pytest

from matrix.readers.workbooks import archive
from matrix.readers.workbooks.archive import open_archive
from tests.matrix.readers.workbooks.files import SHEET, book_refusal, make_workbook, refusal_of


def _entry(name: str, **facts: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    for fact, value in facts.items():
        setattr(entry, fact, value)
    return entry


@pytest.mark.parametrize("name", ["/a", "a/../b", "..", "C:/a", "a\\..\\b", "xl\\..\\..\\b"])
def test_a_part_does_not_lead_out_of_the_workbook(name: str) -> None:
    assert refusal_of(lambda: archive._entries([_entry(name)]))[0] == "damaged"


def test_parts_have_one_name_each_with_forward_slashes_and_folders_are_none() -> None:
    entries = archive._entries([_entry("xl\\a..b.xml"), _entry("xl/"), _entry("XL/b.xml")])

    assert list(entries) == ["xl/a..b.xml", "XL/b.xml"]
    assert refusal_of(lambda: archive._entries([_entry("xl/a"), _entry("XL/A")])) == (
        "damaged",
        "XL/A",
    )
    assert refusal_of(lambda: archive._entries([_entry("XL/A"), _entry("xl/a")]))[1] == "xl/a"
    assert refusal_of(lambda: archive._entries([_entry("a", flag_bits=0x801)])) == (
        "encrypted",
        "a",
    )
    assert archive._entries([_entry("a", flag_bits=0x800)])


def test_as_many_parts_as_are_read_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_workbook()

    monkeypatch.setattr(archive, "MAX_ENTRIES", 5)
    assert len(open_archive(content).entries) == 5
    monkeypatch.setattr(archive, "MAX_ENTRIES", 4)
    assert refusal_of(lambda: open_archive(content)) == ("bomb", "byte 0")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_part_is_read_in_pieces_and_whole(method: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "CHUNK", 40_000)
    text = bytes(range(256)) * 800

    pieces = list(open_archive(make_workbook({"a.bin": text}, method)).inflated("a.bin"))

    assert b"".join(pieces) == text
    assert len(pieces) > 5
    assert max(map(len, pieces)) <= 40_000


def test_a_part_that_grows_is_refused_beyond_the_ratio_and_what_is_harmless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = open_archive(make_workbook({"a.bin": bytes(50_000)}))
    packed = opened.entries["a.bin"].compress_size

    def inflate() -> int:
        return sum(map(len, opened.inflated("a.bin")))

    monkeypatch.setattr(archive, "_HARMLESS", 50_000)
    assert inflate() == 50_000
    monkeypatch.setattr(archive, "_HARMLESS", 49_999)
    monkeypatch.setattr(archive, "MAX_RATIO", 50_000 // packed + 1)
    assert inflate() == 50_000
    monkeypatch.setattr(archive, "MAX_RATIO", 50_000 // packed - 1)
    assert refusal_of(inflate) == ("bomb", "a.bin")


def test_a_part_is_what_its_directory_declares() -> None:
    content = make_workbook({"a.bin": b"abcd"}, zipfile.ZIP_STORED)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        crc = packed.getinfo("a.bin").CRC
    forged = content.replace(struct.pack("<I", crc), struct.pack("<I", zlib.crc32(b"abce")))
    changed = content.replace(b"abcd", b"abce")

    for other in (forged, changed):
        inflate = partial(open_archive(other).inflated, "a.bin")
        assert refusal_of(lambda: list(inflate())) == ("damaged", "a.bin")  # noqa: B023


def test_a_directory_that_cannot_be_read_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_workbook()
    for error in (
        zipfile.BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError, OSError,
        OverflowError, ValueError,
    ):  # fmt: skip

        def fail(*_: object, error: type[Exception] = error) -> None:
            raise error

        monkeypatch.setattr(zipfile, "ZipFile", fail)
        assert refusal_of(lambda: open_archive(content)) == ("damaged", "byte 0")


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "encrypted"), ("EncryptionInfo", "encrypted"),
     ("DRMEncryptedDataSpace", "encrypted"), ("Workbook", "unsupported-format")],
)  # fmt: skip
def test_an_office_document_of_old_is_refused_for_what_it_holds(stream: str, code: str) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")

    assert refusal_of(lambda: open_archive(ole)) == (code, "byte 0")
    assert refusal_of(lambda: open_archive(b"no archive")) == ("unsupported-format", "byte 0")


def test_a_workbook_says_which_part_is_missing() -> None:
    no_list = make_workbook({"xl/workbook.xml": None})
    document = make_workbook({"xl/workbook.xml": None, SHEET: None, "word/a.xml": "<a/>"})

    assert refusal_of(lambda: open_archive(no_list)) == ("damaged", "xl/workbook.xml")
    refused = book_refusal(document)
    assert (refused.code, refused.where) == ("unsupported-format", "byte 0")

"""Names, first bytes and addresses of proofs."""

import gzip
import io
import zipfile

import pytest

from evidence.guard import (
    FORMS,
    NAME_BYTES,
    NAME_LENGTH,
    EvidenceRefused,
    Reason,
    check_content,
    checked_url,
    clean_name,
    named,
)


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


def _zip_of(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


ACTL = bytes(3) + b"\x08acTL" + bytes(8)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
JPEG = b"\xff\xd8\xff\xe0" + bytes(16)
PDF = b"%PDF-1.7\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DOCX = _zip("[Content_Types].xml", "_rels/.rels", "word/document.xml")
PPTX = _zip("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml")
XLSX = _zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")


@pytest.mark.asvs("1.3.3")
@pytest.mark.parametrize(
    ("name", "clean"),
    [
        pytest.param("report.pdf", "report.pdf", id="a plain name"),
        pytest.param("Procès-verbal n° 3.pdf", "Procès-verbal n° 3.pdf", id="accents"),
        pytest.param("Proce\u0300s.pdf", "Procès.pdf", id="composed"),
        pytest.param("../../etc/passwd.txt", "passwd.txt", id="a path"),
        pytest.param("C:\\Users\\a\\x.txt", "x.txt", id="a path of Windows"),
        pytest.param("a\x00b\r\n.txt", "ab.txt", id="control characters"),
        pytest.param("exe.\u202efdp.txt", "exe.fdp.txt", id="a turned direction"),
        pytest.param("a\u200b\ufeffb.txt", "ab.txt", id="invisible characters"),
        pytest.param('a<b>:"|?*.txt', "a_b______.txt", id="what Windows forbids"),
        pytest.param("CON.txt", "_CON.txt", id="a device"),
        pytest.param("com1.tar.gz", "_com1.tar.gz", id="a device with two extensions"),
        pytest.param("console.txt", "console.txt", id="no device"),
        pytest.param(".htaccess.txt", "htaccess.txt", id="a leading dot"),
        pytest.param("a.txt. . ", "a.txt", id="dots and blanks at the end"),
        pytest.param("a   b.txt", "a b.txt", id="many blanks"),
        pytest.param("Xenon X.txtX", "Xenon X.txtX", id="letters at the ends"),
        pytest.param("maX.txt", "maX.txt", id="a letter before the extension"),
        pytest.param("a .txt", "a.txt", id="a blank before the extension"),
        pytest.param("folder/", "", id="nothing after the path"),
        pytest.param("\ud800.txt", "txt", id="half a character"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_name_is_kept_as_every_system_can_keep_it(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.asvs("1.3.3")
@pytest.mark.parametrize("letter", ["a", "é", "漢", "😀"])
def test_a_long_name_keeps_its_extension(letter: str) -> None:
    cleaned = clean_name(f"{letter * 400}.pdf")

    assert cleaned.endswith(f"{letter}.pdf")
    assert len(cleaned) <= NAME_LENGTH
    assert len(cleaned.encode()) <= NAME_BYTES
    assert len(cleaned) == NAME_LENGTH or len(cleaned.encode()) > NAME_BYTES - 4


def test_an_extension_is_kept_up_to_a_quarter_of_the_name() -> None:
    longest = NAME_BYTES // 4 - 1

    kept = clean_name("a" * 400 + "." + "b" * longest)
    cut = clean_name("a" * 400 + "." + "b" * (longest + 1))

    assert kept.endswith("a." + "b" * longest)
    assert cut == "a" * NAME_LENGTH


def test_an_endless_extension_is_cut_like_a_name() -> None:
    cleaned = clean_name("a." + "b" * 400)

    assert cleaned == "a." + "b" * (NAME_LENGTH - 2)


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("page.html", id="a page"),
        pytest.param("picture.svg", id="a drawing with scripts"),
        pytest.param("report.pdf.exe", id="a program behind a document"),
        pytest.param("report\u202efdp.exe", id="a program that looks like a document"),
        pytest.param("run.sh", id="a script"),
        pytest.param("book.xlsm", id="a workbook with macros"),
        pytest.param("book.xls", id="an old workbook"),
        pytest.param("letter.doc", id="an old letter"),
        pytest.param("README", id="no extension"),
        pytest.param("pdf", id="a name that is an extension"),
        pytest.param(".pdf", id="an extension alone"),
        pytest.param("a.", id="a dot at the end"),
        pytest.param("", id="no name"),
    ],
)
def test_what_is_not_on_the_list_is_not_taken(name: str) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        named(name)

    assert refused.value.reason == Reason.TYPE


def test_the_kind_of_a_file_is_ours_whatever_its_case() -> None:
    found = named("Capture.PNG")

    assert found.filename == "Capture.PNG"
    assert found.form is FORMS["png"]
    assert found.form.media_type == "image/png"


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
    "image/tiff": "tif tiff",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "video/webm": "webm",
    f"{OOXML}wordprocessingml.document": "docx",
    f"{OOXML}spreadsheetml.sheet": "xlsx",
    f"{OOXML}presentationml.presentation": "pptx",
    f"{ODF}text": "odt",
    f"{ODF}spreadsheet": "ods",
    f"{ODF}presentation": "odp",
    "application/zip": "zip",
    "application/gzip": "gz",
    "application/x-7z-compressed": "7z",
    "text/plain": "txt log ini cfg conf tf",
    "text/markdown": "md",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/xml": "xml",
    "application/yaml": "yaml yml",
    "application/toml": "toml",
    "message/rfc822": "eml",
    "application/x-x509-ca-cert": "pem crt cer",
}


def test_every_kind_that_is_taken_has_the_type_we_give_it() -> None:
    expected = {each: kind for kind, found in MEDIA_TYPES.items() for each in found.split()}

    assert {extension: form.media_type for extension, form in FORMS.items()} == expected


def _film(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00" + brand + bytes(8)


def _document(kind: str) -> bytes:
    return _zip_of("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode())


@pytest.mark.parametrize(
    ("extension", "head"),
    [
        pytest.param("webp", b"RIFF\x24\x00\x00\x00WEBPVP8 ", id="webp"),
        pytest.param("png", PNG[:8] + b"\x00\x00\x00\x0dIHDR" + bytes(17) + ACTL, id="apng"),
        pytest.param("tif", b"MM\x00*" + bytes(9), id="tif"),
        pytest.param("heic", _film(b"heic"), id="heic"),
        pytest.param("mp4", _film(b"isom"), id="mp4"),
        pytest.param("mp4", _film(b"qt  "), id="mov"),
        pytest.param("webm", b"\x1a\x45\xdf\xa3" + b"\x42\x82\x84webm", id="webm"),
        pytest.param("pptx", PPTX, id="pptx"),
        pytest.param("odt", _document("text"), id="odt"),
        pytest.param("ods", _document("spreadsheet"), id="ods"),
        pytest.param("odp", _document("presentation"), id="odp"),
        pytest.param("7z", b"7z\xbc\xaf\x27\x1c" + bytes(9), id="7z"),
        pytest.param("cer", b"\x30\x81\x90\x00", id="a short certificate in DER"),
        pytest.param("pdf", PDF, id="pdf"),
        pytest.param("png", PNG, id="png"),
        pytest.param("jpg", JPEG, id="jpg"),
        pytest.param("jpeg", JPEG, id="jpeg"),
        pytest.param("gif", b"GIF89a" + bytes(9), id="gif"),
        pytest.param("bmp", b"BM" + bytes(20), id="bmp"),
        pytest.param("tiff", b"II*\x00" + bytes(9), id="tiff"),
        pytest.param("docx", DOCX, id="docx"),
        pytest.param("docx", _zip("other.xml"), id="a document with parts in another order"),
        pytest.param("xlsx", XLSX, id="xlsx"),
        pytest.param("zip", _zip("a.txt"), id="zip"),
        pytest.param("zip", XLSX, id="a workbook is an archive too"),
        pytest.param("gz", gzip.compress(b"log"), id="gz"),
        pytest.param("txt", "Restauré le 3 mars\n".encode(), id="text"),
        pytest.param("txt", "Sauvegarde du 3 mars à Évry".encode("cp1252"), id="an old text"),
        pytest.param("log", b"\x1b[31mred\x1b[0m\tline\r\n", id="a coloured log"),
        pytest.param("csv", b"BMC,1\n", id="a table that begins like a bitmap"),
        pytest.param("csv", "a;é".encode("utf-16"), id="a table in UTF-16"),
        pytest.param("csv", "\ufeffé".encode("utf-16-be"), id="big end first"),
        pytest.param("csv", "a;é".encode("utf-16") + b"x", id="cut inside a character"),
        pytest.param("pem", b"-----BEGIN CERTIFICATE-----\n", id="a certificate in text"),
        pytest.param("cer", b"\x30\x82\x03\x00\x30\x82", id="a certificate in DER"),
    ],
)
def test_content_of_its_kind_is_taken(extension: str, head: bytes) -> None:
    check_content(FORMS[extension], head)


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize(
    ("extension", "head", "reason"),
    [
        pytest.param("pdf", b"", Reason.EMPTY, id="empty"),
        pytest.param("pdf", b"<html>", Reason.CONTENT, id="a page called a document"),
        pytest.param("png", JPEG, Reason.CONTENT, id="another picture"),
        pytest.param("docx", XLSX, Reason.CONTENT, id="a workbook called a letter"),
        pytest.param("docx", OLE, Reason.CONTENT, id="an old letter called a new one"),
        pytest.param("zip", b"PK\x05\x06" + bytes(18), Reason.CONTENT, id="an empty archive"),
        pytest.param("txt", PDF, Reason.CONTENT, id="a document called a text"),
        pytest.param("txt", b"MZ\x90\x00\x03", Reason.CONTENT, id="a program called a text"),
        pytest.param("txt", b"abc\x00def", Reason.CONTENT, id="a text with a zero byte"),
        pytest.param("txt", b"\xff\xfea\x00\x01\x00", Reason.CONTENT, id="control in UTF-16"),
        pytest.param("txt", b"\xff\xfe\xff\xff", Reason.CONTENT, id="no characters of UTF-16"),
        pytest.param("cer", b"\x30\x03\x00", Reason.CONTENT, id="no certificate"),
    ],
)
def test_content_of_another_kind_is_refused(extension: str, head: bytes, reason: Reason) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        check_content(FORMS[extension], head)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "url",
    [
        "https://tickets.example.org/browse/SEC-12?x=1#comment",
        "http://10.0.0.3:8080/",
        "https://exemple.fr/é",
        "https://[::1]/a",
        "https://example.org/" + "a" * 980,
    ],
)
def test_an_address_of_the_web_is_kept_as_it_was_given(url: str) -> None:
    assert checked_url(f"  {url}\n") == url


@pytest.mark.asvs("1.2.2")
@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("javascript:alert(1)", id="a script"),
        pytest.param("data:text/html,<b>", id="data"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("ftp://example.org/", id="another scheme"),
        pytest.param("HTTPS://example.org/", id="a scheme the database would not take"),
        pytest.param("//example.org/", id="no scheme"),
        pytest.param("https://", id="no host"),
        pytest.param("https:///a", id="still no host"),
        pytest.param("https://user:secret@example.org/", id="a password"),
        pytest.param("https://example.org/a b", id="a blank"),
        pytest.param("https://example.org/\x00", id="a control character"),
        pytest.param("https://[::1/", id="half an address"),
        pytest.param("https://example.org/" + "a" * 981, id="too long"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        checked_url(url)

    assert refused.value.reason == Reason.ADDRESS

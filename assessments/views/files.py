"""How a workbook or a document is handed out."""

from typing import IO, cast

from django.http import FileResponse, HttpResponse

from matrix.reports import CONTENT_TYPE


def workbook_file(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file that nobody keeps on the way."""
    return _file(content, name, CONTENT_TYPE)


def streamed_workbook(file: IO[bytes], name: str, size: int) -> HttpResponse:
    """Return the same of `size` bytes on disk, which are read as they leave, and closed."""
    response = FileResponse(file, content_type=CONTENT_TYPE)
    for heading, value in _headers(name).items():
        response[heading] = value
    response["Content-Length"] = size
    # It streams: Django's types know it as no HttpResponse, its middleware takes it as one.
    return cast(HttpResponse, response)


def json_file(content: bytes, name: str) -> HttpResponse:
    """Return a JSON document as a file that nobody keeps on the way."""
    return _file(content, name, "application/json")


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """Return a PDF as a file that nobody keeps on the way."""
    return _file(content, name, "application/pdf")


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }

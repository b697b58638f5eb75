"""How a workbook or a document is handed out."""

from django.http import HttpResponse

from matrix.reports import CONTENT_TYPE


def workbook_file(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file that nobody keeps on the way."""
    return _file(content, name, CONTENT_TYPE)


def json_file(content: bytes, name: str) -> HttpResponse:
    """Return a JSON document as a file that nobody keeps on the way."""
    return _file(content, name, "application/json")


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)

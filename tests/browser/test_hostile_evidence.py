"""Hostile proofs that were taken in, opened in a real browser: nothing of them runs."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from evidence.models import Evidence
from tests.builders import make_file, make_member
from tests.evidence.hostile import DRAWING, GIF, PAGE, PDF, PNG

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
]

OpenBrowser = Callable[..., Page]

XHTML = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>document.title='ran'</script></html>"
CODE = b"document.title='ran'"
UPLOADS = (
    ("page.txt", PAGE),
    ("page.csv", PAGE),
    ("page.xml", XHTML),
    ("drawing.xml", DRAWING),
    ("code.txt", CODE),
    ("code.json", CODE),
    ("both.gif", b"GIF89a=1;/*" + bytes(8) + b"*/" + CODE),
    ("both.png", PNG + PAGE),
    ("both.pdf", PDF + PAGE),
    ("action.pdf", PDF + b"1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"),
    ("frame.gif", GIF + PAGE),
)
AS_CODE = """url => new Promise(done => {
    const code = document.createElement('script');
    code.src = url;
    code.onload = () => done('ran');
    code.onerror = () => done('refused');
    document.head.append(code);
})"""
AS_FRAME = """url => { const frame = document.createElement('iframe');
    frame.src = url; document.body.append(frame); }"""


def _url(evidence: Evidence) -> str:
    slug = evidence.organisation.slug
    return reverse("assessments:evidence_file", args=[slug, evidence.key])


@pytest.mark.asvs("3.2.1", "1.3.4")
def test_each_is_downloaded_and_runs_nowhere(open_browser: OpenBrowser) -> None:
    by = make_member()
    kept = [make_file(content, name=name, by=by) for name, content in UPLOADS]
    # Without our own policy around it, so that only what the file is served with protects.
    page = open_browser(by.user, bypass_csp=True)
    page.goto("/")
    title, address = page.title(), page.url

    for evidence, (name, content) in zip(kept, UPLOADS, strict=True):
        with page.expect_download() as opened:
            page.evaluate("url => { location.href = url }", _url(evidence))
        with page.expect_download():
            page.evaluate(AS_FRAME, _url(evidence))
        run = page.evaluate(AS_CODE, _url(evidence))

        assert opened.value.suggested_filename == name
        assert opened.value.path().read_bytes() == content
        assert (run, page.title(), page.url) == ("refused", title, address)

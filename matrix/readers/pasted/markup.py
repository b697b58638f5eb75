"""HTML made ready for the standard parser, which takes quadratic time on hostile pages.

What is no part of the text goes (comments, scripts, styles), and so do long attributes and
signs that open nothing. Line ends stay, so that every line keeps its number.
"""

import re
from typing import Final

from matrix.readers.refusals import MatrixRefused

MAX_TAGS: Final = 100_000
MAX_ATTRIBUTES: Final = 200

_OPENING: Final = re.compile(
    r"\s*(?:<!--[^<>]{0,200}-->\s*)*<(?:!doctype\s+html|/?[a-z][a-z0-9-]{0,40}[\s/>])",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_TABLE: Final = re.compile(r"<(?:table|tr)[\s>]", re.IGNORECASE)
_DIVIDER: Final = re.compile(r"^[ \t]*\|[ \t:]*-{2,}[ \t:|-]*$", re.MULTILINE)
_DECLARATION: Final = re.compile(r"<[!?][^<>]*>")
_STRAY: Final = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")
_TAG: Final = re.compile(r"<(/?[A-Za-z][^\s<>/]{0,30})([^<>]*)>")
_KEPT: Final = re.compile(
    r"""\b(?:colspan|rowspan|lang|name|property|content|datetime)\s*=\s*"""
    r"""(?:"[^"\n]{0,100}"|'[^'\n]{0,100}'|[\w.:-]{1,60})""",
    re.IGNORECASE,
)
_NESTING: Final = re.compile(r"<(/?)table[\s/>]", re.IGNORECASE)
# Raw text: what stands inside is no markup, whatever it looks like.
_RAW: Final = ("script", "style", "template", "noscript", "svg", "textarea", "iframe")
# Left when one of them is never closed: the parser would take all the rest for its text.
_RAW_TAG: Final = re.compile(
    rf"</?(?:{'|'.join(_RAW)}|xmp|plaintext|noembed)\b[^<>]*>", re.IGNORECASE
)


def is_markup(text: str, ending: str) -> bool:
    """Say whether a text is HTML: a whole page, or a piece of one that has a table.

    Markdown may begin with a tag too; then its tables are drawn with pipes.
    """
    if ending in {"html", "htm", "xhtml"}:
        return "<" in text
    if _PAGE.match(text):
        return True
    return bool(_OPENING.match(text) and _TABLE.search(text) and not _DIVIDER.search(text))


def cleaned(text: str) -> str:
    """Return the markup without its dangers. Raises MatrixRefused `too-large`."""
    if text.count("<") > 3 * MAX_TAGS:
        raise _too_large()
    text = _without(text, "<!--", "-->")
    for name in _RAW:
        text = _without_element(text, name)
    for leftover in (_DECLARATION, _RAW_TAG):
        text = leftover.sub(lambda found: _line_ends(found[0]), text)
    text = _STRAY.sub("&lt;", text)
    if text.count("<") > MAX_TAGS:
        raise _too_large()
    return _TAG.sub(_slim, text)


def _too_large() -> MatrixRefused:
    return MatrixRefused("too-large", "line 1", f"The page has more than {MAX_TAGS:,} tags.")


def layout_tables(markup: str) -> set[int]:
    """Return which tables of the page, counted from 0, have a table inside them."""
    found: set[int] = set()
    opened: list[int] = []
    count = 0
    for tag in _NESTING.finditer(markup):
        if not tag[1]:
            found.update(opened[-1:])
            opened.append(count)
            count += 1
        elif opened:
            opened.pop()
    return found


def _slim(tag: re.Match[str]) -> str:
    if len(tag[2]) <= MAX_ATTRIBUTES:
        return tag[0]
    # Found once each: a tag of ten thousand spans would take as long as a page.
    kept = {match[0].lower().partition("=")[0]: match[0] for match in _KEPT.finditer(tag[2])}
    return f"<{tag[1]} {' '.join(kept.values())}{_line_ends(tag[2])}>"


def _without(text: str, opening: str, closing: str) -> str:
    kept: list[str] = []
    start = 0
    while (opened := text.find(opening, start)) >= 0:
        closed = text.find(closing, opened + len(opening))
        if closed < 0:
            break
        kept += text[start:opened], _line_ends(text[opened:closed])
        start = closed + len(closing)
    return "".join(kept) + text[start:]


def _without_element(text: str, name: str) -> str:
    """Take out an element that cannot have another of its name inside."""
    kept: list[str] = []
    start = 0
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    for opened in re.finditer(rf"<{name}[\s>]", text, re.IGNORECASE):
        if opened.start() < start:
            continue
        closed = closing.search(text, opened.end())
        if closed is None:
            break
        kept += text[start : opened.start()], _line_ends(text[opened.start() : closed.end()])
        start = closed.end()
    return "".join(kept) + text[start:]


def _line_ends(text: str) -> str:
    return "\n" * text.count("\n")

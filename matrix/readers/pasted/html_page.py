"""An HTML page, or the piece of one that a browser copies, as lines of the kinds known here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from matrix.readers.front_matter import Entry, FrontMatter
from matrix.readers.inline import escaped
from matrix.readers.lines import Heading, Line, Prose, heading
from matrix.readers.pasted.html_tables import Cell, HtmlRow, TableLines
from matrix.readers.pasted.markup import cleaned, layout_tables
from matrix.readers.reading import ReadFinding

MAX_SPAN: Final = 1_000

_TITLES: Final = {f"h{level}": level for level in range(1, 7)}
_BLOCKS: Final = (
    frozenset(
        ["p", "div", "section", "article", "main", "header", "footer", "aside", "body", "center"]
    )
    | frozenset(
        ["ul", "ol", "dl", "dt", "dd", "pre", "blockquote", "figure", "figcaption", "details"]
    )
    | frozenset(["summary", "caption", "address", "form", "fieldset", "hr"])
)
# What a page has around its text; a browser copies it with the text.
_AROUND: Final = frozenset(["nav", "button", "select", "head"])
_KEYS: Final = {
    "article:modified_time": "modified",
    "og:updated_time": "modified",
    "last-modified": "modified",
    "dcterms.modified": "modified",
    "article:published_time": "published",
    "date": "date",
}
_TABLE_TAGS: Final = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th"])
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What was read of a source; `last` is the number of the last line that holds any of it."""

    lines: list[Line]
    findings: list[ReadFinding]
    front: FrontMatter
    last: int


def read_html(text: str, first: int = 1) -> HtmlText:
    """Return the lines of an HTML source whose first line is number `first`.

    No two titles or rows have the same number: lines keep that of the source, and where it has
    several on one line, as what a browser copies, those after the first are counted on. Raises
    MatrixRefused `too-large` or `damaged` for sources that no page has.
    """
    markup = cleaned(text)
    reader = _Reader(markup, first)
    if reader.hidden:
        # What is never closed hides nothing.
        reader = _Reader(markup, first, hides=False)
    front = FrontMatter(tuple(reader.entries()))
    return HtmlText(reader.tables.lines, reader.tables.findings, front, reader.last)


@dataclass(slots=True)
class _Table:
    is_layout: bool
    rows: list[HtmlRow] = field(default_factory=list)
    in_head: bool = False
    cell: Cell | None = None


class _Reader(HTMLParser):
    """Reads a cleaned source at once; `first` is the number of its first line."""

    def __init__(self, markup: str, first: int, *, hides: bool = True) -> None:
        super().__init__()
        self.tables = TableLines()
        self.hidden: str | None = None
        self._around = _AROUND if hides else frozenset[str]()
        self._first = first
        self.last = first - 1
        self._last_is_text = False
        self._layouts = layout_tables(markup)
        self._count = 0
        self._depth = 0
        self._open: list[_Table] = []
        self._pieces: list[str] = []
        self._line = 0
        self._title_level = 0
        self._bullet = ""
        self._in_superscript = False
        self._in_title = False
        self._title: list[str] = []
        self._declared: list[Entry] = []
        self.feed(markup)
        self.close()
        self._flush()
        while self._open:
            self._close_table()
        if self._in_title:
            self.hidden = "title"

    def entries(self) -> list[Entry]:
        """Return what the source declares of itself, as front matter would."""
        title = _shown(self._title)
        has_title = any(
            isinstance(line, Heading) and line.level == 1 for line in self.tables.lines
        )
        if title and not has_title:
            return [*self._declared, Entry("title", escaped(title), 1)]
        return self._declared

    # The names and arguments of the standard parser.
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self._declare(tag, dict(attrs))
        if tag == "title" and self._around:
            self._in_title = True
        elif tag == "body" and self.hidden == "head":
            self.hidden = None
        elif tag in self._around or self.hidden:
            self._hide(tag)
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "sup":
            self._in_superscript = True
        elif tag in _TABLE_TAGS:
            self._open_table_part(tag, dict(attrs))
        else:
            self._open_block(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag == "title":
            self._in_title = False
        elif self.hidden:
            self._depth -= tag == self.hidden
            self.hidden = self.hidden if self._depth else None
        elif tag == "sup":
            self._in_superscript = False
        elif tag == "table" and self._open:
            self._flush()
            self._close_table()
        elif tag in {"td", "th"}:
            self._close_cell()
        elif tag == "thead" and self._open:
            self._open[-1].in_head = False
        elif tag in _BLOCKS or tag in _TITLES or tag == "li":
            self._break()

    def handle_data(self, data: str) -> None:
        """Take in a text."""
        if self._in_title:
            self._title.append(data)
        elif not self.hidden:
            if not self._pieces and data.strip():
                self._line = self.getpos()[0]
            is_number = self._in_superscript and data.strip().isdecimal()
            shown = data.strip().translate(_SUPERSCRIPT) if is_number else data
            self._pieces.append(_BLANKS.sub(" ", shown))

    def _declare(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "html" and attrs.get("lang"):
            self._declared.append(Entry("lang", attrs["lang"] or "", self.getpos()[0]))
        key = _KEYS.get((attrs.get("name") or attrs.get("property") or "").lower())
        if tag == "meta" and key and attrs.get("content"):
            self._declared.append(Entry(key, attrs["content"] or "", self.getpos()[0]))

    def _hide(self, tag: str) -> None:
        if self.hidden is None:
            self._break()
            self.hidden, self._depth = tag, 1
        elif tag == self.hidden:
            self._depth += 1

    def _open_table_part(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "table":
            self._flush()
            self._open.append(_Table(self._count in self._layouts))
            self._count += 1
            return
        if not self._open:
            self._flush()
            self._open.append(_Table(is_layout=False))
        table = self._open[-1]
        if table.is_layout:
            self._flush()
            return
        self._close_cell()
        if tag in {"thead", "tbody", "tfoot"}:
            table.in_head = tag == "thead"
        elif tag == "tr" or not table.rows:
            table.rows.append(HtmlRow(self._place(self.getpos()[0]), table.in_head))
        if tag in {"td", "th"}:
            span = _span(attrs.get("colspan")), _span(attrs.get("rowspan"))
            table.cell = Cell("", tag == "th", *span)
            table.rows[-1].cells.append(table.cell)

    def _open_block(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _TITLES or tag == "li":
            self._break()
            if not self._cell:
                self._title_level = _TITLES.get(tag, 0)
                self._bullet = "- " if tag == "li" else ""

    @property
    def _cell(self) -> Cell | None:
        return self._open[-1].cell if self._open else None

    def _break(self) -> None:
        if self._cell:
            self._pieces.append("\n")
        else:
            self._flush()

    def _close_cell(self) -> None:
        cell = self._cell
        if cell is None:
            self._flush()
            return
        cell.text = _shown(self._pieces)
        self._pieces = []
        self._open[-1].cell = None

    def _close_table(self) -> None:
        self._close_cell()
        table = self._open.pop()
        if table.rows:
            self.tables.add(table.rows)

    def _flush(self) -> None:
        """End a title, an item or a paragraph, each of its lines a line of the page."""
        if self._cell:
            self._close_cell()
            return
        shown = _shown(self._pieces)
        self._pieces = []
        if shown:
            place = self._place(self._line, is_text=not self._title_level)
            self._add_text(place, shown)
        self._title_level, self._bullet = 0, ""

    def _add_text(self, place: int, shown: str) -> None:
        if self._title_level:
            level = self._title_level
            title = heading(place, level, escaped(shown), shown)
            self.tables.add_heading(title or Heading(place, level, "", shown, shown))
            return
        for line in shown.split("\n"):
            self.tables.lines.append(Prose(place, self._bullet + escaped(line)))
        self.tables.lines.append(Prose(place, ""))

    def _place(self, line: int, *, is_text: bool = False) -> int:
        """Return the number of a row, title or paragraph that begins on this line."""
        together = is_text and self._last_is_text
        self.last = max(line + self._first - 1, self.last + (0 if together else 1))
        self._last_is_text = is_text
        return self.last


def _shown(pieces: Sequence[str]) -> str:
    """Return the lines that a reader of the page sees, without blank ones."""
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _span(printed: str | None) -> int:
    value = (printed or "").strip()
    return max(1, min(int(value), MAX_SPAN)) if re.fullmatch("[0-9]{1,5}", value) else 1

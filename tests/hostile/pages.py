"""Hostile pages: Markdown and markup of tables, front matter, headings, links without end."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Final

from tests.fuzzing.pieces import MARKDOWN, MARKUP

Make = Callable[[], bytes]

_HEADER: Final = "| Activity | Customer | Provider |\n| --- | --- | --- |\n"
_BYTES: Final = 60_000
_FRONT: Final = (
    *(
        "---\n",
        "---\n---\n",
        "---\na: &a [*a, *a]\n---\n",
        "---\n!!python/object/apply:os.system [id]\n---\n",
    ),
    *(
        "---\ntitle: {{7*7}}\n---\n",
        "---\ntitle: >\n a\n---\n",
        "+++\na = 1\n+++\n",
        "---\n? a\n: b\n---\n",
    ),
    *(
        "---\nupdated: 9999-99-99\n---\n",
        "---\nupdated: 0000-00-00\n---\n",
        "---\n" + "a: b\n" * 20_000,
    ),
    *(
        "---\ntitle: " + "a" * 50_000 + "\n---\n",
        "---\ntitle: \u202eeltit\n---\n",
        "---\n\x85title: a\n---\n",
    ),
    *(
        "---\ntitle: '\n---\n",
        '---\ntitle: "\n---\n',
        "---\ntitle: <script>alert(1)</script>\n---\n",
    ),
    *(
        "---\nlanguage: ../../etc\n---\n",
        "---\nlanguage: " + "x" * 999 + "\n---\n",
        "---\n: :\n=\n---\n",
    ),
)
_ROWS: Final = (
    *(
        "| a",
        "a |",
        "|",
        "||||||",
        "| a | RA | I | X | Y |",
        "| a | RA |",
        "|  |  |  |",
        "| \\| | RA | I |",
    ),
    *(
        "| `|` | RA | I |",
        "| a<br>b | RA | I |",
        "| [a](javascript:alert(1)) | RA | I |",
        "| ![](x) | R | A |",
    ),
    *(
        "| <script>alert(1)</script> | RA | I |",
        "| <!-- | RA | I |",
        "| --> | RA | I |",
        "| a | R\u0301 | I |",
    ),
    *(
        "| a | Ｒ | I |",
        "| a | ЯА | I |",
        "| a | R" + "A" * 5_000 + " | I |",
        "| " + "a" * 9_000 + " | R | A |",
    ),
    *(
        "| " + "é" * 9_000 + " | R | A |",
        "| &#0; | RA | I |",
        "| &#xD800; | RA | I |",
        "| &#x110000; | RA | I |",
    ),
    *(
        "| a | RA | I |\n" * 3_000,
        "| --- | --- | --- |" * 9,
        "| a | **R***A* | ~~I~~ |",
        "|\u00a0a|RA|I|",
    ),
    *(
        "| \u202ea | RA | I |",
        "| \u2066a | RA | I |",
        "| a\u200bb | R\u200bA | I |",
        "| a | R¹A² | I |",
    ),
    *(
        "| ﷽ | RA | I |",
        "| İ | RA | I |",
        "| 🏴\u200d☠ | RA | I |",
        "| \ufeff | RA | I |",
        "| =1+1 | RA | I |",
    ),
)
_HEADINGS: Final = (
    *(
        "#" * 7 + " a",
        "#" * 1_000,
        "# " + "1." * 2_000,
        "# 999999999999.1 a",
        "# 1.1.1.1.1.1.1.1.1.1 a",
        "#a",
        "# ",
    ),
    *(
        "a\n===",
        "a\n---",
        "# a #" * 500,
        "# [a](" + "b" * 5_000,
        "# ²",
        "# ٣.٣ a",
        "# 1.2.3\n" * 2_000,
    ),
)


def pages() -> dict[str, Make]:
    """Return every hostile page of Markdown, by what it is meant to do."""
    found: dict[str, Make] = {}
    for front in _FRONT:
        found[f"begins with {front[:24]!r}"] = _text(front + page())
    for row in _ROWS:
        found[f"a row {row[:24]!r}"] = _text(page(row))
    for row in _ROWS[::2]:
        found[f"names {row[:24]!r}"] = _text(page().replace(_HEADER.split("\n")[0], row))
    for heading in _HEADINGS:
        found[f"a heading {heading[:24]!r}"] = _text(f"{heading}\n\n{page()}")
    for code in (*range(32), *range(0x7F, 0xA0)):
        found[f"the character {code:02X}"] = _text(page(f"| a{chr(code)}b | RA | I |"))
    for piece in sorted(set(MARKDOWN)):
        found[f"{piece[:12]!r} again and again"] = _again(page(), piece)
    return {**found, **_crossed(), **_large()}


def markup() -> dict[str, Make]:
    """Return hostile pages of markup, by what they are meant to do."""
    whole = (
        "<html><body><table><tr><th>Activity<th>Customer<th>Provider"
        "<tr><td>Choose<td>RA<td>I</table></body></html>"
    )
    found: dict[str, Make] = {}
    for piece in sorted(set(MARKUP)):
        found[f"{piece[:20]!r} once"] = _text(whole.replace("Choose", f"Choose{piece}"))
        found[f"{piece[:20]!r} again and again"] = _again(whole, piece)
    for name, number in product(
        ("colspan", "rowspan"), ("0", "-1", "65535", "9" * 30, "x", "²", "1e9")
    ):
        found[f"{name} {number}"] = _text(whole.replace("<td>RA", f'<td {name}="{number}">RA'))
    return {
        **found,
        "tables in tables": lambda: (whole.replace("Choose", "<table><tr><td>" * 5_000)).encode(),
        "wide rows that last": lambda: whole.replace(
            "<td>RA", "<td rowspan=9999>RA" * 500 + "<tr>" * 900
        ).encode(),
        "a million cells": lambda: (whole + "<table>" + "<tr><td><td>" * 300_000).encode(),
        "nine megabytes of rows": lambda: whole.replace(
            "</table>", "<tr><td>Choose it<td>RA<td>I" * 320_000
        ).encode(),
        "nine megabytes of one text": lambda: whole.replace("Choose", "a " * 4_500_000).encode(),
        "nine megabytes of links": lambda: (whole + "<a href=x>y</a>" * 600_000).encode(),
        "ten thousand tables": lambda: (whole * 10_000).encode(),
    }


def page(*rows: str) -> str:
    """Return a small page with these rows in its table."""
    between = "".join(f"{row}\n" for row in rows)
    return f"# Page\n\n## 1. Start\n\n{_HEADER}| Choose | RA | I |\n{between}| Pay | R | A |\n"


def _text(text: str) -> Make:
    return lambda: text.encode("utf-8", "surrogatepass")


def _again(whole: str, piece: str) -> Make:
    def made() -> bytes:
        return (whole + piece * (_BYTES // max(1, len(piece.encode())))).encode(
            "utf-8", "surrogatepass"
        )

    return made


def _crossed() -> dict[str, Make]:
    crossed: Sequence[tuple[str, str]] = (
        *(
            ("list", "- [ ] a\n"),
            ("quote", "> > > a\n"),
            ("fence", "```\n"),
            ("indent", "        a\n"),
        ),
        *(
            ("footnote", "[^1]: a\n"),
            ("reference", "[a]: b\n"),
            ("HTML", "<div>\n"),
            ("comment", "<!--\n"),
        ),
        *(
            ("maths", "$$\n"),
            ("block", ":::note\n"),
            ("MDX", "import a from 'b'\n"),
            ("Hugo", "{{< a >}}\n"),
        ),
    )
    found: dict[str, Make] = {}
    for (name, line), times in product(crossed, (1, 5_000)):
        found[f"{times} × {name} before"] = _text(line * times + page())
        found[f"{times} × {name} inside"] = _text(page(line * times))
    return found


def _large() -> dict[str, Make]:
    return {
        "nothing": lambda: b"",
        "a hundred thousand lines": lambda: b"a\n" * 100_001,
        "ten thousand rows": lambda: page("| Do it again | RA | I |\n" * 9_900).encode(),
        "ten thousand tables": lambda: (_HEADER + "\n").encode() * 3_000,
        "a wide table": lambda: page().replace("Provider", "Provider |" * 900).encode(),
        "many parties": lambda: page("|" + "|".join(f" P{n} " for n in range(300)) + "|").encode(),
        "a paragraph of ten megabytes": lambda: page().encode() + b"a " * 4_900_000,
        "one line of ten megabytes of bars": lambda: b"|" * 9_900_000,
        "sections in sections": lambda: "".join(
            f"{'#' * (n % 6 + 1)} {n}. a\n" for n in range(9_000)
        ).encode(),
        "rows alike": lambda: page(
            *(f"| {'a b ' * 200}{n} | RA | I |" for n in range(900))
        ).encode(),
        "duties without end": lambda: b"The customer shall:\n" + b"- do it;\n" * 9_000,
        "footnotes": lambda: page(*(f"| a ({n}) | RA | I |" for n in range(2_000))).encode(),
    }

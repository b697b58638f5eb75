"""What readers stumble over, to be put into texts, cells, attributes and numbers."""

from typing import Final

# Ends of lines, invisible signs, digits that are none, letters that grow when they are folded.
SIGNS: Final = (
    *(
        "",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\x0c",
        "\x85",
        "\xa0",
        "\xad",
        "\u200b",
        "\u200d",
        "\u2028",
    ),
    *(
        "\u2029",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ufffe",
        "\U0010ffff",
        "\U000e0001",
        "²",
        "½",
        "٣",
        "９",
    ),
    *("İ", "ß", "ﬁ", "K", "ŉ", "ǅ", "Σ", "e\u0301\u0301\u0301", "﷽", "🏴\u200d☠"),
)
# Halves of characters, which no file in UTF-8 has.
HALVES: Final = (chr(0xD800), chr(0xDFFF))
# Most texts with one of these are refused at once.
CONTROLS: Final = ("\x00", "\x0b", "\x1b", "\x1c", "\x7f", *HALVES)
NUMBERS: Final = (
    *("0", "-0", "-1", "1e308", "1e999", "-1e-400", "NaN", "Infinity", "1_000", "+1", "0x10"),
    *("2147483648", "4294967296", "9223372036854775808", "9" * 40, "9" * 5_000, "1,5", "1.1.1"),
    *("0000-00-00", "9999-12-31", "10000-01-01", "2026-02-30", "31/02/2026", "60", "2958466"),
)
MARKDOWN: Final = (
    *("|", "||", "\\|", "| --- |", "|:-:|", "#", "######", "# 1.1.1.", "*", "**", "_", "`", "```"),
    *("[", "](", "](a)", "![", "\\", "&", "&amp;", "&#x110000;", "&#0;", "&#xD800;", "---", "+++"),
    *("title:", "updated: 2024-6-25", "> ", "- ", "1. ", "    ", "RA", "R/A", "R, A*", "(1)"),
    *("| Activity | Customer | Provider |", "| Roles |", "<br>", "<br/>", "{#a}", "{{%", "%}}"),
)
MARKUP: Final = (
    *("<", ">", "</", "/>", "<!", "<![", "<![CDATA[", "]]>", "<!--", "-->", "--!>", "<?", "?>"),
    *("<table>", "</table>", "<tr>", "<td>", "<th>", "<td colspan=99999999>", "<td rowspan='-1'>"),
    *("<td colspan=9 rowspan=65535>", "<td colspan='²'>", "<td rowspan=0>", "<script>", "<style>"),
    *("<textarea>", "<title>", "<svg>", "<!DOCTYPE html>", "<!DOCTYPE a [", "<!ENTITY x 'y'>"),
    *(
        "<h1>",
        "<h7>",
        "<li>",
        "<a href=",
        "&lt;",
        "&x;",
        "&#;",
        "&#xffffffff;",
        "<table",
        "<tr",
        "=",
    ),
    *(
        "<template>",
        "<noscript>",
        "<base>",
        "<meta charset=utf-16>",
        "<plaintext>",
        "<!x y [",
        "<!-",
    ),
)
CELLS: Final = (
    *(",", ";", "\t", '"', '""', '"""', '",', '"\n', "'", "=1+1", '=HYPERLINK("x")', "@SUM(1)"),
    *("+1", "-", "–", "RA", "I", "RACIS", "Customer", "Activity", "key", "revision", "Coverage"),
    *("covered", "couvert", "not_applicable", "X", "Yes", "Shared", "#REF!", "Σ", "1.1"),
)
XML: Final = (
    *(
        "<c>",
        "<c/>",
        "</c>",
        "<v>",
        "</v>",
        "</row>",
        "</sheetData>",
        "<f>1</f>",
        "<is><t>x</t></is>",
    ),
    *('r="A9"', 'r="A0"', 'r="XFD1048576"', 'r="XFE1"', 'r=""', 'r="1A"', 'r="$A$1"', 't="s"'),
    *(
        't="inlineStr"',
        't="b"',
        't="e"',
        't="d"',
        't="n"',
        't="zz"',
        's="99999"',
        's="-1"',
        's=""',
    ),
    *(
        'xml:space="preserve"',
        "<x:row>",
        'xmlns="u"',
        'xmlns:r=""',
        "<!DOCTYPE a>",
        "&lol;",
        "&#0;",
    ),
    *(
        '<?xml version="1.1"?>',
        '<?xml version="1.0" encoding="utf-7"?>',
        "<![CDATA[1]]>",
        "<!---->",
    ),
    *(
        '<?xml version="1.0" encoding="idna"?>',
        '<?xml version="1.0" encoding="zlib"?>',
        "<e" * 900,
    ),
    *("_x0000_", "_xD800_", "_x0041_", "_x005F_x0000_", '<c r="B2" t="str"><v>_x0000_</v></c>'),
    *('date1904="1"', 'Target="../../etc/passwd"', 'Target=""', 'Id="r1"', 'state="hidden"'),
    *(
        '<mergeCell ref="A1:XFD1"/>',
        '<dimension ref="A1"/>',
        '<dimension ref="ZZZ9"/>',
        "<sheet/>",
    ),
)
HEADS: Final = (
    *("%PDF-1.7", "PK\x03\x04", "PK\x05\x06", "GIF89a", "BM", "II*\x00", "MM\x00*", "ID3", "OggS"),
    *(
        "RIFF\xff\xff\xff\xffWEBP",
        "\x00\x00\x00\x18ftypheic",
        "\x00\x00\x00\x00ftyp",
        "7z\xbc\xaf",
    ),
    *(
        "\x1f\x8b\x08",
        "\xff\xd8\xff",
        "\x89PNG\r\n\x1a\n",
        "MZ",
        "\x7fELF",
        "Rar!",
        "\xd0\xcf\x11\xe0",
    ),
    *(
        "\x1aE\xdf\xa3",
        "<?xml",
        "{\\rtf1",
        "#!/bin/sh",
        "\xff\xfe",
        "\xfe\xff",
        "0\x82",
        "FLV\x01",
    ),
    *(
        "mimetypeapplication/vnd.oasis.opendocument.text",
        "word/",
        "xl/",
        "ppt/",
        "[Content_Types]",
    ),
)
VALUES: Final[tuple[object, ...]] = (
    *(None, True, False, 0, -1, 1 << 70, 1.5, float("inf"), "", "x", "..", "/", "../../a", "\x00"),
    *(
        HALVES[0],
        "9" * 5_000,
        [],
        {},
        [[]],
        [None],
        {"": None},
        {"__class__": "x"},
        "0001_initial",
    ),
)
EVERYTHING: Final = (*SIGNS, *CONTROLS, *NUMBERS, *MARKDOWN, *MARKUP, *CELLS)

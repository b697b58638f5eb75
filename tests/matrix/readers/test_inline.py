"""The plain text of a piece of Markdown."""

import pytest

from matrix.readers.inline import MAX_CLEANED, normalised, plain


@pytest.mark.asvs("1.3.5")
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Choose  the \t size ", "Choose the size", id="blanks folded"),
        pytest.param("a\u00a0: b", "a\u00a0: b", id="no-break space kept"),
        pytest.param("the **Service** is __ours__", "the Service is ours", id="bold"),
        pytest.param("*If asked:* do", "If asked: do", id="italic"),
        pytest.param("**R**esponsible", "Responsible", id="bold letter"),
        pytest.param("__R__esponsible", "Responsible", id="bold letter with underscores"),
        pytest.param("**3.1. Monitoring **", "3.1. Monitoring", id="broken bold"),
        pytest.param("** Monitoring**", "** Monitoring**", id="bold that never opens"),
        pytest.param("***both***", "both", id="bold italic"),
        pytest.param("**_both_**", "both", id="bold and italic"),
        pytest.param("**a** **b", "a **b", id="unclosed bold stays"),
        pytest.param("**a*", "*a", id="closed by less"),
        pytest.param("I*", "I*", id="footnote mark"),
        pytest.param("**RA***", "RA*", id="footnote mark after bold"),
        pytest.param("2 * 3 * 4", "2 * 3 * 4", id="times"),
        pytest.param("the file_name_here", "the file_name_here", id="underscores in a word"),
        pytest.param("_a_b_", "a_b", id="underscore inside emphasis"),
        pytest.param(r"T\&C \*", "T&C *", id="escapes"),
        pytest.param("`a*b*c` d", "a*b*c d", id="code"),
        pytest.param("T&amp;C", "T&C", id="entity"),
        pytest.param("the [guide](/pages/a_(b)) here", "the guide here", id="link"),
        pytest.param("![map](a.png)", "map", id="image"),
        pytest.param("[not a link]", "[not a link]", id="brackets"),
        pytest.param("<https://example.org/a_b_>", "https://example.org/a_b_", id="autolink"),
        pytest.param("one<br/>two<BR>three", "one two three", id="line breaks"),
        pytest.param("x<sup>2</sup>", "x2", id="tags"),
        pytest.param("a < b > c", "a < b > c", id="less than"),
        pytest.param("a<!-- b -->c<!-- d", "ac<!-- d", id="comments"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_plain_text_is_what_a_reader_of_the_page_sees(source: str, expected: str) -> None:
    text = plain(source)

    assert text == expected


def test_a_piece_of_absurd_length_is_folded_but_not_cleaned() -> None:
    source = "**a**  " + "b" * MAX_CLEANED

    text = plain(source)

    assert text == "**a** " + "b" * MAX_CLEANED


def test_names_are_compared_without_case_accents_and_punctuation() -> None:
    names = ["Activité(s)", "ACTIVITE  (S)", "**activité s**"]

    keys = {normalised(name) for name in names}

    assert keys == {"activite s"}

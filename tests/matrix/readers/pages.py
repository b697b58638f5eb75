"""Small pages written for the tests."""

from matrix.readers import Choice, MatrixRefused, ReadFinding, ReadMatrix, read_matrix

HEADER = "| Activity | Customer | Provider |\n| --- | --- | --- |\n"


def make_page(*rows: str, header: str = HEADER, before: str = "") -> str:
    """Return a page of one section with these rows of a table."""
    return f"{before}## 1. Start\n\n{header}" + "".join(f"{row}\n" for row in rows)


def read(page: str, *, party: str | None = None, product: str | None = None) -> ReadMatrix:
    """Read a page given as text."""
    return read_matrix(page.encode(), Choice(party=party, product=product))


def findings(matrix: ReadMatrix, code: str) -> list[ReadFinding]:
    """Return the findings of one code."""
    return [found for found in matrix.findings if found.code == code]


def refusal(page: str | bytes) -> MatrixRefused:
    """Return how a page is refused; it is an error when it is not."""
    content = page if isinstance(page, bytes) else page.encode()
    try:
        read_matrix(content)
    except MatrixRefused as refused:
        return refused
    message = "the page was read"
    raise AssertionError(message)

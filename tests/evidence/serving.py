"""Reading what is served."""

from django.http import FileResponse


def pieces_of(response: FileResponse) -> list[bytes]:
    """Read a response to its end and close its file.

    Closing the response itself would tell Django that a request is over: it would close the
    database under the test.
    """
    try:
        return [bytes(piece) for piece in response]
    finally:
        for close in response._resource_closers:  # type: ignore[attr-defined]
            close()

"""A long sequence that is kept on disk while a file is made of it. Pure Python.

What is in memory does not grow with it, besides a few bytes for each block.
"""

import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import Final, Self, TypeVar, overload

T = TypeVar("T")

BLOCK: Final = 200


class Spool(Sequence[T]):
    """Things in the order they came, to be read as often as one likes.

    The file has no name: nobody else can write into it, so that what is unpickled is what this
    object pickled, and it is gone with the process, however that ends.
    """

    def __init__(self, *, block: int = BLOCK) -> None:
        """Begin with nothing; `block` things are written, and read, at once."""
        self._file = TemporaryFile(prefix="remit-")  # noqa: SIM115  # closed by close()
        self._block = block
        self._starts = array("Q", [0])
        self._waiting: list[T] = []

    def __enter__(self) -> Self:
        """Close it when the block is left."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the disk back."""
        self.close()

    def append(self, thing: T) -> None:
        """Take one thing more."""
        self._waiting.append(thing)
        if len(self._waiting) == self._block:
            self._write()

    def extend(self, things: Iterable[T]) -> None:
        """Take some more."""
        for each in things:
            self.append(each)

    def clear(self) -> None:
        """Begin again with nothing."""
        self._file.truncate(0)
        self._starts = array("Q", [0])
        self._waiting = []

    def close(self) -> None:
        """Give the disk back; nothing can be read any more."""
        self._file.close()

    def __len__(self) -> int:
        """Return how many there are."""
        return (len(self._starts) - 1) * self._block + len(self._waiting)

    def __iter__(self) -> Iterator[T]:
        """Yield them in their order; several iterations may go on at once."""
        for number in range(len(self._starts) - 1):
            yield from self._read(number)
        yield from self._waiting

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...

    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        """Return one, or some of them as a list."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        block, offset = divmod(number, self._block)
        if block == len(self._starts) - 1:
            return self._waiting[offset]
        return self._read(block)[offset]

    def changed(self, change: Callable[[T], T]) -> "Spool[T]":
        """Return another one with what `change` makes of each, and close this one."""
        found: Spool[T] = Spool(block=self._block)
        found.extend(map(change, self))
        self.close()
        return found

    def _write(self) -> None:
        packed = pickle.dumps(self._waiting, protocol=pickle.HIGHEST_PROTOCOL)
        self._file.seek(self._starts[-1])
        self._file.write(packed)
        self._starts.append(self._starts[-1] + len(packed))
        self._waiting = []

    def _read(self, number: int) -> list[T]:
        start, end = self._starts[number], self._starts[number + 1]
        self._file.seek(start)
        found: list[T] = pickle.loads(self._file.read(end - start))  # noqa: S301  # our own
        return found

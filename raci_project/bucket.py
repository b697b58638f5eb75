"""S3-compatible storage that says when it is away. Needs requirements-s3.txt.

The client knows dozens of errors, of the network, of the answer and of the rights; whoever keeps
or reads a file is told one of two things: there is no such file, or the storage is out of order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

from database.faults import StorageAway

# A hiccup is not told to anybody; whoever waits for a page waits twice the seconds at most.
_ATTEMPTS: Final = 2


class Bucket(S3Storage):  # type: ignore[misc]  # untyped
    """A bucket, asked with a patience of `seconds` to connect and for each answer.

    Every method raises `StorageAway` when the storage cannot be reached, does not answer in time,
    refuses who asks, or has no such bucket.
    """

    client_config: Any  # settled by the class above from the options

    def __init__(self, *, seconds: int, **options: Any) -> None:
        """Take what `S3Storage` takes, besides."""
        super().__init__(**options)
        self.client_config = self.client_config.merge(
            Config(
                connect_timeout=seconds,
                read_timeout=seconds,
                retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
            )
        )
        self.transfer_config = TransferConfig(num_download_attempts=_ATTEMPTS)

    def _open(self, name: str, mode: str = "rb") -> "_Kept":
        path = self._normalize_name(clean_name(name))
        try:
            with _told():
                return _Kept(path, mode, self)
        except FileNotFoundError:
            self._check_bucket()
            raise

    def _save(self, name: str, content: Any) -> str:
        with _told():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        """Tell whether there is a file."""
        with _told():
            is_there = bool(super().exists(name))
        if not is_there:
            self._check_bucket()
        return is_there

    def size(self, name: str) -> int:
        """Return its bytes. Raises `FileNotFoundError`."""
        try:
            with _told():
                return int(super().size(name))
        except FileNotFoundError:
            self._check_bucket()
            raise

    def delete(self, name: str) -> None:
        """Remove a file; without one nothing is done."""
        with _told():
            super().delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of folders and of files."""
        with _told():
            folders, files = super().listdir(path)
        return folders, files

    def get_modified_time(self, name: str) -> Any:
        """Return when a file was put there. Raises `FileNotFoundError`."""
        with _told():
            return super().get_modified_time(name)

    def _check_bucket(self) -> None:
        """Raise `StorageAway` when it is the bucket that is missing: both are "not found"."""
        try:
            with _told():
                self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError as missing:
            raise StorageAway("there is no such bucket") from missing


class _Kept(S3File):  # type: ignore[misc]  # untyped
    """A file of the bucket, which is fetched when it is first read."""

    def _get_file(self) -> Any:
        with _told():
            return super()._get_file()

    file = property(_get_file, S3File._set_file)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the client raises into `StorageAway`, or `FileNotFoundError` for no file."""
    try:
        yield
    except ClientError as error:
        told = error.response.get("Error", {}).get("Code", "")
        if _status(error) == HTTPStatus.NOT_FOUND and told != "NoSuchBucket":
            raise FileNotFoundError(str(error)) from error
        raise StorageAway(str(error)) from error
    except (BotoCoreError, Boto3Error, RetriesExceededError) as error:
        raise StorageAway(str(error)) from error


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))

"""Where files of proofs are kept: a folder, or S3-compatible storage. Imported by settings."""

from pathlib import Path
from typing import Any

from raci_project.environment import Env, Refused

# Django's own, behind one that drops what nobody would take; a full disk leaves nothing.
UPLOAD_HANDLERS = [
    "evidence.http.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "evidence.http.UploadOnDisk",
]


def folder(env: Env, data: Path) -> Path:
    """Return the vault's folder, made for nobody else on this machine."""
    named = Path(env.str("VAULT_FOLDER", default=str(data / "vault")))
    for each in (named, named / "incoming", named / "made"):
        make_folder(each, variable="VAULT_FOLDER")
    return named


def make_folder(path: Path, *, variable: str) -> None:
    """Make a folder that nobody else reads, if it is not there. Raises `Refused`."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{variable}: {path} cannot be made ({error.strerror}).") from error


def storages(env: Env, on_disk: Path) -> dict[str, dict[str, Any]]:
    """Return STORAGES: the vault in `on_disk`, or in the bucket the environment names.

    Workbooks made in the background are beside the proofs, apart from them.
    """
    is_on_s3 = bool(env.str("VAULT_S3_BUCKET", default=""))
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "raci_project.collecting.HashedFiles"},
        "vault": _on_s3(env) if is_on_s3 else _on_disk(on_disk),
        "made": _on_s3(env, "made") if is_on_s3 else _on_disk(on_disk / "made"),
    }


def _on_disk(location: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(location),
            "allow_overwrite": True,  # a name is its content: only damage is ever written over
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _on_s3(env: Env, folder: str = "") -> dict[str, Any]:
    prefix = env.str("VAULT_S3_PREFIX", default="")
    return {
        "BACKEND": "raci_project.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": env.str("VAULT_S3_BUCKET"),
            "endpoint_url": env.str("VAULT_S3_ENDPOINT", default="") or None,
            "region_name": env.str("VAULT_S3_REGION", default="") or None,
            "access_key": env.str("VAULT_S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("VAULT_S3_SECRET_KEY", default="") or None,
            "location": "/".join(filter(None, [prefix, folder])),
            "addressing_style": env.str("VAULT_S3_ADDRESSING", default="auto"),
            "signature_version": "s3v4",
            "default_acl": None,
            "file_overwrite": True,
            "max_memory_size": 2_500_000,  # bytes; what is read beyond them waits on disk
            "seconds": env.number("VAULT_S3_SECONDS", default=10, least=1),
        },
    }

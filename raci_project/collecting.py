"""Static files with the hash of their content in their name, so that browsers keep them."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Hashes and compresses what `collectstatic` collects; only production serves it.

    The embedded installation serves the files of the source: nobody collects them there, and
    what was collected once must not be served after an upgrade.
    """

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Return the name a file is served under. Raises `ValueError` for one not collected."""
        return str(super().stored_name(name)) if settings.IS_IN_PRODUCTION else name

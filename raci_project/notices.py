"""Where a page's notice waits for the next page: a cookie, bound to this host and to TLS."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """The cookie under a name that browsers take from this host alone (ASVS 5.0, 3.3.3)."""

    cookie_name = "__Host-messages"


class HostStorage(FallbackStorage):
    """That cookie, and the session for what is too long for one. Needs TLS."""

    storage_classes = (HostCookieStorage, SessionStorage)

"""A site that is served, for the tests that ask it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.deploy.site import Site, site
from tests.deploy.visiting import Visitor


@pytest.fixture(scope="package")
def served(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Site]:
    """Serve all tests of this folder: starting takes most of their time."""
    with django_db_blocker.unblock(), site(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def visitor(served: Site) -> Visitor:
    """Return somebody who has not signed in, where nobody tried anything before."""
    cache.clear()
    return served.visitor()

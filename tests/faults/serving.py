"""How the installation under test is served: gunicorn's configuration.

As `make run` has it, with a worker in the process. A lock is waited for a tenth of the time, so
that the tests need not.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raci_project.settings")

from django.conf import settings

from raci_project.server import post_worker_init, worker_exit

__all__ = ["post_worker_init", "worker_exit"]

wsgi_app = "raci_project.wsgi"
worker_class = "gthread"
workers = 1
threads = 8
control_socket_disable = True
loglevel = "warning"

_database = settings.DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"]["timeout"] = 1
else:
    _database["OPTIONS"]["options"] += " -c lock_timeout=1s"

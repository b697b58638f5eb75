"""The environment of the tests. Importing this, before Django, is what puts it in force.

Nothing of the user's installation is read or written: data, secrets and mail go to a temporary
folder, and variables that change a setting are dropped. `DATABASE_URL` stays: it chooses the
engine.
"""

import os
import tempfile

DROPPED = (
    "ALLOWED_HOSTS",
    "AUDIT_KEY",
    "AUDIT_KEY_ID",
    "BIND",
    "DEBUG",
    "EMAIL_URL",
    "EVIDENCE_MAX_BYTES",
    "EVIDENCE_QUOTA_BYTES",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "MAIL_FROM",
    "MATRIX_MAX_BYTES",
    "METRICS_TOKEN",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_ISSUER",
    "OIDC_IS_SECOND_FACTOR",
    "OIDC_NAME",
    "PORT",
    "REMIT_ADMIN_EMAIL",
    "REMIT_ADMIN_PASSWORD",
    "REMIT_EMBEDDED_WORKER",
    "REMIT_ORGANISATION",
    "REMIT_SECRETS",
    "SECRET_KEY",
    "SITE_URL",
    "STATIC_FOLDER",
    "TIME_ZONE",
    "VAULT_FOLDER",
    "VAULT_S3_BUCKET",
    "WEB_PROCESSES",
    "WEB_THREADS",
    "WORKBOOK_ROWS_AT_ONCE",
)

FOLDER = tempfile.TemporaryDirectory(prefix="remit-tests-")
for _name in DROPPED:
    os.environ.pop(_name, None)
os.environ["REMIT_DATA"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"

"""Settings, read from the environment. Every variable is described in docs/configuration.md.

With no variable set this is the embedded installation: SQLite and secrets in `var/`, one
organisation or a few, served on this machine alone.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from database.connections import sqlite_options
from raci_project import vault, work
from raci_project.secrets import read_or_make

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("REMIT_DATA", default=str(BASE_DIR / "var")))
# Database, secrets and mails with reset links are for nobody else on this machine.
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")
IS_SERVED_BY_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_SERVED_BY_HTTPS else []

_secrets = read_or_make(Path(env.str("REMIT_SECRETS", default=str(DATA_DIR / "secrets.env"))))
SECRET_KEY = env.str("SECRET_KEY", default=_secrets["SECRET_KEY"])
AUDIT_KEY = env.str("AUDIT_KEY", default=_secrets["AUDIT_KEY"])
AUDIT_KEY_ID = env.str("AUDIT_KEY_ID", default="1")

INSTALLED_APPS = [
    "database",
    "audit",
    "jobs",
    "accounts",
    "matrix",
    "evidence",
    "backups",
    "assessments",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tables2",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "raci_project.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "raci_project.middleware.SignInMiddleware",
    "raci_project.middleware.sessions_seen",
    "raci_project.middleware.private_pages",
    "raci_project.middleware.wrong_verb_page",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "raci_project.urls"
WSGI_APPLICATION = "raci_project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["accounts.dates"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "accounts.context.membership",
                "accounts.context.sign_in_provider",
                "raci_project.middleware.request_id_context",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/remit.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = sqlite_options()
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASES["default"].get("OPTIONS", {}),
            "options": "-c lock_timeout=10s -c statement_timeout=60s"
            " -c idle_in_transaction_session_timeout=60s",
        },
    }
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        # Throttle counters live here: a flood of other keys must not push them out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_SERVED_BY_HTTPS else "http"

MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is invited, not claimed
MFA_TOTP_ISSUER = "Remit"
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.SignInCodeForm",
    "reauthenticate": "accounts.forms.second_factor.AgainCodeForm",
    "activate_totp": "accounts.forms.second_factor.AppForm",
    "add_webauthn": "accounts.forms.second_factor.KeyForm",
    "edit_webauthn": "accounts.forms.second_factor.KeyNameForm",
    "authenticate_webauthn": "accounts.forms.second_factor.KeyStepForm",
    "login_webauthn": "accounts.forms.second_factor.KeySignInForm",
    "reauthenticate_webauthn": "accounts.forms.second_factor.AgainKeyForm",
}

OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect")
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_IS_SECOND_FACTOR = env.bool("OIDC_IS_SECOND_FACTOR", default=False)
_oidc_client = {
    "provider_id": "oidc",
    "name": OIDC_NAME,
    "client_id": env.str("OIDC_CLIENT_ID", default=""),
    "secret": env.str("OIDC_CLIENT_SECRET", default=""),
    "settings": {"server_url": OIDC_ISSUER},
}
SOCIALACCOUNT_ADAPTER = "accounts.adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [_oidc_client] if OIDC_ISSUER else [],
    }
}

# How long an invitation can be accepted, and how often its routes are answered.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)
INVITATION_RATES = {"GET": "60/m/ip", "POST": "20/m/ip"}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR}/mail")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="remit@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds: a person waits for the page meanwhile

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "remit_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "raci_project.errors.csrf_failed"
if IS_SERVED_BY_HTTPS:
    SECURE_SSL_REDIRECT = True
    # Asked from beside the server, where nothing ends TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

DJANGO_TABLES2_TEMPLATE = "django_tables2/remit.html"
FIXTURE_DIR = BASE_DIR / "fixtures"
# A section without headings is one form: 500 rows of some fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
MATRIX_MAX_BYTES = env.int("MATRIX_MAX_BYTES", default=10_000_000)
MATRIX_MAX_ROWS = env.int("MATRIX_MAX_ROWS", default=100_000)
MATRIX_MAX_INFLATED_BYTES = env.int("MATRIX_MAX_INFLATED_BYTES", default=200_000_000)

# Uploads arrive beside the files of proofs, on the same disk, and are swept with them.
VAULT_FOLDER = vault.folder(env, DATA_DIR)
FILE_UPLOAD_TEMP_DIR = VAULT_INCOMING = VAULT_FOLDER / "incoming"
FILE_UPLOAD_HANDLERS = vault.UPLOAD_HANDLERS
STORAGES = vault.storages(env, VAULT_FOLDER)
EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_BYTES", default=100_000_000)
EVIDENCE_QUOTA_BYTES = env.int("EVIDENCE_QUOTA_BYTES", default=20_000_000_000)
PDF_MAX_ROWS = env.int("PDF_MAX_ROWS", default=5_000)
PDF_SECONDS = env.int("PDF_SECONDS", default=60)

# An assessment with more rows than this has its workbook made in the background.
WORKBOOK_ROWS_AT_ONCE = env.int("WORKBOOK_ROWS_AT_ONCE", default=2000)

JOB_HANDLERS, CHORES = work.JOB_HANDLERS, work.CHORES
# Every so many days administrators are mailed where their log ends; 0 for never.
AUDIT_HEADS_DAYS = env.int("AUDIT_HEADS_DAYS", default=7)
if AUDIT_HEADS_DAYS > 0:
    CHORES["mail-heads"] = (
        "accounts.services.heads.mail_heads",
        timedelta(days=AUDIT_HEADS_DAYS),
    )
EMBEDDED_WORKER = env.bool("REMIT_EMBEDDED_WORKER", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "raci_project.logs.RequestIdFilter"},
        "keys": {"()": "raci_project.logs.KeyFilter"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id", "keys"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

"""Settings, read from the environment. Every variable is described in docs/configuration.md.

With no variable set this is the embedded installation: SQLite and secrets in `var/`, one
organisation or a few, served on this machine alone.
"""

from datetime import timedelta
from pathlib import Path

from raci_project import logs, policy, sign_in, vault, work
from raci_project.databases import databases
from raci_project.environment import Env, is_loopback
from raci_project.secrets import keys

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

DATA_DIR = Path(env.str("REMIT_DATA", default=str(BASE_DIR / "var")))
# Database, secrets and mails with reset links are for nobody else on this machine.
vault.make_folder(DATA_DIR, variable="REMIT_DATA")
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)
SITE_URL = env.site("SITE_URL", default=f"http://127.0.0.1:{PORT}")
IS_SERVED_BY_HTTPS = SITE_URL.startswith("https://")
# What follows from it: the rules in checks.py, hashed static files, JSON logs.
IS_IN_PRODUCTION = not is_loopback(SITE_URL)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_SERVED_BY_HTTPS else []

SECRETS_FILE = Path(env.str("REMIT_SECRETS", default=str(DATA_DIR / "secrets.env")))
SECRET_KEY, AUDIT_KEY = keys(env, SECRETS_FILE)
# Earlier ones, which still open what was signed or encrypted with them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
AUDIT_KEY_ID = env.str("AUDIT_KEY_ID", default="1")

# Who may read the numbers of /metrics; without it nobody, and nothing is counted.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# How gunicorn serves (server.py); kept here so that rules and commands see it.
BIND = env.bind("BIND", default=f"127.0.0.1:{PORT}")
WEB_PROCESSES = env.number("WEB_PROCESSES", default=1, least=1)
WEB_THREADS = env.number("WEB_THREADS", default=8, least=1)

INSTALLED_APPS = [
    "raci_project",
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
    "raci_project.access.answers_told",
    "raci_project.headers.safe_headers",
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
            "builtins": ["accounts.dates", "accounts.fragments"],
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

DATABASES = databases(env, DATA_DIR)
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
AUTH_PASSWORD_VALIDATORS = sign_in.PASSWORD_VALIDATORS
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
MFA_FORMS = sign_in.SECOND_FACTOR_FORMS

OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect")
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_IS_SECOND_FACTOR = env.bool("OIDC_IS_SECOND_FACTOR", default=False)
SOCIALACCOUNT_ADAPTER = "accounts.adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = sign_in.providers(env, name=OIDC_NAME, issuer=OIDC_ISSUER)

# How long an invitation can be accepted, and how often its routes are answered.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)
INVITATION_RATES = {"GET": "60/m/ip", "POST": "20/m/ip"}

EMAIL_CONFIG = env.mail("EMAIL_URL", default=f"filemail:///{DATA_DIR}/mail")
vars().update(EMAIL_CONFIG)
if METRICS_TOKEN and EMAIL_CONFIG["EMAIL_BACKEND"].endswith(".smtp.EmailBackend"):
    EMAIL_BACKEND = "raci_project.smtp.EmailBackend"  # the same, counting what fails
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="remit@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds: a person waits for the page meanwhile

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "remit_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.zone("TIME_ZONE", default="Europe/Paris")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_FOLDER", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not IS_IN_PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = policy.CONTENT_SECURITY_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
CSRF_FAILURE_VIEW = "raci_project.errors.csrf_failed"
if IS_SERVED_BY_HTTPS:
    SECURE_SSL_REDIRECT = True
    # Asked from beside the server, where nothing ends TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    MESSAGE_STORAGE = "raci_project.notices.HostStorage"

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

JOB_HANDLERS, JOB_KINDS, CHORES = work.JOB_HANDLERS, work.JOB_KINDS, work.CHORES
# Every so many days administrators are mailed where their log ends; 0 for never.
AUDIT_HEADS_DAYS = env.int("AUDIT_HEADS_DAYS", default=7)
if AUDIT_HEADS_DAYS > 0:
    CHORES["mail-heads"] = (
        "accounts.services.heads.mail_heads",
        timedelta(days=AUDIT_HEADS_DAYS),
    )
EMBEDDED_WORKER = env.bool("REMIT_EMBEDDED_WORKER", default=True)

LOGGING = logs.configuration(env, is_in_production=IS_IN_PRODUCTION)

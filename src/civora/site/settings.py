"""Settings: read from the environment, all named `CIVORA_…`, all listed in `SETTINGS` with their default and meaning.

`CIVORA_SURFACES=web` installs pages and protocols; the command line and the worker run with the rooms alone.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from civora.site import mirrored


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that a person may change."""

    name: str
    default: str
    help: str

    @property
    def value(self) -> str:
        return os.environ.get(self.name) or self.default


SETTINGS = (
    Setting("CIVORA_HOME", ".civora", "The folder for everything: database, lake, deliveries, caches, mail."),
    Setting("CIVORA_CITY", "", "The city pack: a folder with pack.toml. Empty: HOME/city if there is one."),
    Setting("CIVORA_OWN_ORGANISATION", "", "Key of the city's own organisation; empty: the pack's, else `city`."),
    Setting(
        "CIVORA_DATABASE_URL",
        "",
        "postgres://USER:PASSWORD@HOST/NAME?sslmode=require; empty: SQLite in the home folder.",
    ),
    Setting("CIVORA_LAKE_CATALOG", "", "The lake's catalogue: a SQLite file or postgres:…; empty: in the home folder."),
    Setting("CIVORA_LAKE_DATA", "", "The lake's files: a folder or s3://BUCKET/PREFIX; empty: in the home folder."),
    Setting("CIVORA_LAKE_MEMORY_MB", "2048", "Memory that all questions together may use."),
    Setting("CIVORA_LAKE_THREADS", "0", "Processor threads for questions; 0: all."),
    Setting("CIVORA_LAKE_CACHE_MB", "8192", "Disk for native copies of what is asked often."),
    Setting("CIVORA_LAKE_QUESTION_SECONDS", "10", "Time after which a question is stopped."),
    Setting("CIVORA_LAKE_CONCURRENT", "8", "Questions answered at the same time; more wait."),
    Setting("CIVORA_LAKE_ENGINE", "local", "local: questions run in this process; process: in a child of their own."),
    Setting("CIVORA_INTAKE_MAX_MB", "5000", "The largest file that is taken in."),
    Setting("CIVORA_ATTACHMENT_MAX_MB", "100", "The largest file that is attached to a dataset."),
    Setting("CIVORA_INTAKE_ALLOW_PRIVATE", "0", "1: fetch files from private addresses of the network too."),
    Setting("CIVORA_API_CALLS_ANONYMOUS", "10000", "API calls a day for an address without a key."),
    Setting("CIVORA_API_CALLS_KEY", "100000", "API calls a day for a key."),
    Setting("CIVORA_REPORTS_ANONYMOUS", "1", "0: reports are taken with an account or API key only."),
    Setting("CIVORA_ALLOWED_HOSTS", "*", "Host names that the portal answers to, separated by commas."),
    Setting("CIVORA_BEHIND_PROXY", "0", "1: believe X-Forwarded-For and X-Forwarded-Proto of the proxy in front."),
    Setting("CIVORA_SMTP_URL", "", "smtp://USER:PASSWORD@HOST:PORT; empty: mail is kept in HOME/outbox."),
    Setting(
        "CIVORA_PUBLIC_URL", "http://localhost:8000", "Where the portal stands on the web: links in letters and feeds."
    ),
    Setting("CIVORA_MAIL_FROM", "civora@localhost", "The sender of the portal's mail."),
    Setting("CIVORA_OIDC_URL", "", "OpenID Connect issuer for signing in; with CIVORA_OIDC_CLIENT and _SECRET."),
    Setting("CIVORA_OIDC_CLIENT", "", "Client id at the OpenID Connect issuer."),
    Setting("CIVORA_OIDC_SECRET", "", "Client secret at the OpenID Connect issuer."),
    Setting("CIVORA_OIDC_NAME", "OpenID Connect", "What the sign-in page calls the issuer."),
    Setting("CIVORA_DEBUG", "0", "1: show errors in the browser. Never on a public server."),
    Setting(
        "CIVORA_MIRRORED", "0", "1: pages under /ar/ from right to left, to look at layouts. Never on a public server."
    ),
    Setting("CIVORA_SURFACES", "rooms", "web: with pages and protocols. Set by `civora serve`."),
)
VALUES = {setting.name: setting.value for setting in SETTINGS}


def number(name: str, text: str) -> int:
    """Raises ValueError that names the setting."""
    if not text.isdecimal():
        raise ValueError(f"{name}={text[:40]} is no whole number. Correct it, or leave it out.")
    return int(text)


def secret_key(home: Path) -> str:
    """The key that signs sessions: made once, readable by the owner of the home folder only."""
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole = home / f"secret.key.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(whole, path)
        whole.unlink()
    return path.read_text().strip()


def database(home: Path, url: str) -> dict[str, Any]:
    if url:
        parts, options = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
        host = options.pop("host", "") or parts.hostname or ""  # the folder of a socket does not fit before the slash
        return {
            "ENGINE": "django.db.backends.postgresql", "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""), "HOST": host,
            "PORT": parts.port or "", "OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True,
        }  # fmt: skip
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA cache_size=-4000;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": pragmas}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "civora.sqlite3",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
    }


def pack(folder: str, home: Path) -> tuple[dict[str, Any], Path | None]:
    """The city pack, and where it lies. Raises FileNotFoundError for a named folder without pack.toml."""
    place = Path(folder) if folder else home / "city"
    if not folder and not (place / "pack.toml").exists():
        return {}, None
    with (place / "pack.toml").open("rb") as file:
        return tomllib.load(file), place.resolve()


CIVORA_HOME = Path(VALUES["CIVORA_HOME"]).expanduser().resolve()
CITY, CITY_FOLDER = pack(VALUES["CIVORA_CITY"], CIVORA_HOME)
IS_WEB = VALUES["CIVORA_SURFACES"] == "web"
CIVORA_OWN_ORGANISATION = VALUES["CIVORA_OWN_ORGANISATION"] or CITY.get("city", {}).get("organisation", "city")
CIVORA_API_CALLS_ANONYMOUS = number("CIVORA_API_CALLS_ANONYMOUS", VALUES["CIVORA_API_CALLS_ANONYMOUS"])
CIVORA_API_CALLS_KEY = number("CIVORA_API_CALLS_KEY", VALUES["CIVORA_API_CALLS_KEY"])
CIVORA_PUBLIC_URL = VALUES["CIVORA_PUBLIC_URL"]
CIVORA_LAKE_ENGINE = VALUES["CIVORA_LAKE_ENGINE"]
CIVORA_LAKE_QUESTION_SECONDS = number("CIVORA_LAKE_QUESTION_SECONDS", VALUES["CIVORA_LAKE_QUESTION_SECONDS"])
CIVORA_INTAKE_MAX_BYTES = number("CIVORA_INTAKE_MAX_MB", VALUES["CIVORA_INTAKE_MAX_MB"]) * 1_000_000
CIVORA_INTAKE_ALLOW_PRIVATE = VALUES["CIVORA_INTAKE_ALLOW_PRIVATE"] == "1"
CIVORA_BEHIND_PROXY = VALUES["CIVORA_BEHIND_PROXY"] == "1"
CIVORA_REPORTS_ANONYMOUS = VALUES["CIVORA_REPORTS_ANONYMOUS"] == "1"
CIVORA_ATTACHMENTS = CIVORA_HOME / "attachments"  # pictures that people send
CIVORA_DATASET_FILES = CIVORA_HOME / "dataset-files"  # manuals and forms beside the rows
CIVORA_ATTACHMENT_MAX_BYTES = number("CIVORA_ATTACHMENT_MAX_MB", VALUES["CIVORA_ATTACHMENT_MAX_MB"]) * 1_000_000
CIVORA_LAKE = {
    "catalog": VALUES["CIVORA_LAKE_CATALOG"] or str(CIVORA_HOME / "lake/catalog.sqlite"),
    "data": VALUES["CIVORA_LAKE_DATA"] or str(CIVORA_HOME / "lake/data"),
    "cache": CIVORA_HOME / "cache",
    "spool": CIVORA_HOME / "spool",
    "deliveries": CIVORA_HOME / "deliveries",
    "memory_mb": number("CIVORA_LAKE_MEMORY_MB", VALUES["CIVORA_LAKE_MEMORY_MB"]),
    "threads": number("CIVORA_LAKE_THREADS", VALUES["CIVORA_LAKE_THREADS"]),
    "hot_disk_mb": number("CIVORA_LAKE_CACHE_MB", VALUES["CIVORA_LAKE_CACHE_MB"]),
    "concurrent": number("CIVORA_LAKE_CONCURRENT", VALUES["CIVORA_LAKE_CONCURRENT"]),
    "zone": CITY.get("city", {}).get("timezone", "UTC"),
}

SECRET_KEY = secret_key(CIVORA_HOME)
DEBUG = VALUES["CIVORA_DEBUG"] == "1"
ALLOWED_HOSTS = VALUES["CIVORA_ALLOWED_HOSTS"].split(",")
DATABASES = {"default": database(CIVORA_HOME, VALUES["CIVORA_DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ROOMS = [
    "civora.ledger",
    "civora.people",
    "civora.catalog",
    "civora.stewardship",
    "civora.voices",
    "civora.intake",
    "civora.assembly",
    "civora.impact",
    "civora.reports",
    "civora.exhibits",
    "civora.community",
]
ACCOUNTS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
STORIES = [
    "civora.stories",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django_tasks",
    "django_tasks_db",
    *ROOMS,
    *(["django.contrib.messages", "django.contrib.staticfiles", "civora.www", *STORIES] if IS_WEB else []),
    *ACCOUNTS,  # after www, whose templates give allauth's pages our look
]
WEB_MIDDLEWARE = [
    "civora.site.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "civora.stories.middleware.EditorRoles",
    "civora.www.errors.ErrorPages",
]
MIDDLEWARE = WEB_MIDDLEWARE if IS_WEB else ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "civora.site.urls" if IS_WEB else "civora.site.silent"
ASGI_APPLICATION = "civora.site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                *(["django.contrib.messages.context_processors.messages", "civora.www.shell.shell"] if IS_WEB else []),
            ]
        },
    }
]

LANGUAGE_CODE = CITY.get("city", {}).get("language", "en")
LANGUAGES = sorted(
    [("en", "English"), ("fr", "Français"), ("de", "Deutsch")], key=lambda language: language[0] != LANGUAGE_CODE
)
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "www/locale"]
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
if VALUES["CIVORA_MIRRORED"] == "1":
    LANGUAGES = [*LANGUAGES, (mirrored.CODE, mirrored.NAME)]
    LOCALE_PATHS.append(mirrored.put(LOCALE_PATHS[0] / "fr/LC_MESSAGES/django.mo", CIVORA_HOME / "cache/mirrored"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
CITY_ZONE = CITY.get("city", {}).get("timezone", "UTC")

STATIC_URL = "/static/"
STATIC_ROOT = None  # the files are served from the packages; nothing is collected
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "civora.www.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
if CIVORA_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/account/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The issuer is the operator's own choice, so an address that it has checked is the account of that address here. One that
# it has not checked opens nothing.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
CIVORA_OIDC_ORIGIN = "://".join(urlsplit(VALUES["CIVORA_OIDC_URL"])[:2]) if VALUES["CIVORA_OIDC_URL"] else ""
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": VALUES["CIVORA_OIDC_NAME"],
                    "client_id": VALUES["CIVORA_OIDC_CLIENT"],
                    "secret": VALUES["CIVORA_OIDC_SECRET"],
                    "settings": {"server_url": VALUES["CIVORA_OIDC_URL"], "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    if VALUES["CIVORA_OIDC_URL"]
    else {}
)

DEFAULT_FROM_EMAIL = VALUES["CIVORA_MAIL_FROM"]
EMAIL_BACKEND = "civora.courier.outbox.OutboxBackend"
OUTBOX = CIVORA_HOME / "outbox"
if VALUES["CIVORA_SMTP_URL"]:
    _smtp = urlsplit(VALUES["CIVORA_SMTP_URL"])
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_USE_SSL = _smtp.scheme == "smtps"

MEDIA_ROOT, MEDIA_URL = CIVORA_HOME / "media", "/media/"
WAGTAIL_SITE_NAME = CITY.get("city", {}).get("name", "Civora")
WAGTAILADMIN_BASE_URL = ""
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000_000, 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "geojson", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

TASKS = {  # `jobs` are done by the worker, which knows no pages; Wagtail's own small tasks are done at once
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "drawings": {  # compiled charts, without data: what a restart need not compile again
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CIVORA_HOME / "cache/drawings",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["account.W001", "urls.W002"]  # the second: an address of the own API

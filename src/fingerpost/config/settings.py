"""Settings. What an installation may change is in the environment: docs/reference/settings.md."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("FINGERPOST_HOME", "var")).resolve()
# Records of children lie here: nobody else on the machine looks in.
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)

TESTING = "pytest" in sys.modules


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """The installation's own key, made once and kept beside its data."""
    path = HOME / "secret_key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(get_random_secret_key())
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = os.environ.get("SECRET_KEY") or _secret_key()
DEBUG = _flag("FINGERPOST_DEBUG", False)
# Behind a reverse proxy with TLS; `make run` on one's own machine has none.
SECURE = _flag("FINGERPOST_SECURE", False)
ALLOWED_HOSTS = [
    *os.environ.get("FINGERPOST_HOSTS", "127.0.0.1,localhost,[::1]").split(","),
    *(["testserver"] if TESTING else []),
]
if SECURE and DEBUG:
    raise ImproperlyConfigured("FINGERPOST_SECURE and FINGERPOST_DEBUG cannot both be on.")

INSTALLED_APPS = [
    "fingerpost.installation",
    "fingerpost.home",
    "fingerpost.calendars",
    "fingerpost.demonstration",
    "fingerpost.records",
    "fingerpost.reports",
    "fingerpost.evaluation",
    "fingerpost.choices",
    "fingerpost.destinations",
    "fingerpost.lessons",
    "fingerpost.places",
    "fingerpost.timetables",
    "fingerpost.signposting",
    "fingerpost.interviews",
    "fingerpost.programme",
    "fingerpost.pathways",
    "fingerpost.ledger",
    "fingerpost.students",
    "fingerpost.lists",
    "fingerpost.schools",
    "fingerpost.jobs",
    "fingerpost.accounts",
    "fingerpost.audit",
    "fingerpost.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fingerpost.accounts.middleware.ViewerMiddleware",
    "fingerpost.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "fingerpost.config.urls"
WSGI_APPLICATION = "fingerpost.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fingerpost.home.navigation.navigation",
            ]
        },
    }
]
FORM_RENDERER = "fingerpost.web.forms.FieldRenderer"

SQLITE = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{HOME / 'fingerpost.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and one-time codes must hold across server processes, so the cache is shared.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}

# Done once a day by the worker, or by `fingerpost tick`: functions `name(*, today: date) -> str`
# that are safe to repeat and return one sentence for the log.
DAILY_DUTIES: list[str] = [
    "fingerpost.interviews.duties.remind_of_interviews",
    "fingerpost.interviews.duties.tell_of_late_actions",
    "fingerpost.places.duties.offers",
    "fingerpost.records.duties.waiting_files",
    "fingerpost.programme.duties.tell_of_changed_sessions",
    "fingerpost.students.duties.leavers",
    "fingerpost.students.duties.uploads",
    "fingerpost.lists.duties.waiting_lists",
    "fingerpost.schools.duties.invitations",
    "fingerpost.timetables.duties.old_drafts",
    "fingerpost.jobs.pruning.old_jobs",
]
# Work that takes long goes to the worker; tests do it at once.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend"
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "fingerpost.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "fingerpost.accounts.adapters.SingleSignOnAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "login": "fingerpost.accounts.forms.SignInForm",
    "change_password": "fingerpost.accounts.forms.ChangeForm",
    "set_password": "fingerpost.accounts.forms.ChooseForm",
    "reset_password_from_key": "fingerpost.accounts.forms.ChooseByLinkForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are given by the school, never typed by a stranger
# Nor does anybody take another address for themselves: it may be somebody else's, and a role given
# to that address later would be theirs.
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    # What is sent by a provider's link: from one computer, and by one link.
    "provider": "30/m/ip,400/d/key",
    # What guests say of a session: from one computer, and of one session.
    "guest": "30/m/ip,400/d/key",
}
ACCOUNT_PREVENT_ENUMERATION = True
# Behind a reverse proxy the address of the client is the last one the proxy adds.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Fingerpost"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the school gave the address: nobody is asked to verify it
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True


def _single_sign_on() -> list[dict[str, object]]:
    """OpenID Connect providers named in the environment, as schools have them."""
    apps: list[dict[str, object]] = []
    for name, label, server in [
        ("GOOGLE", "Google", "https://accounts.google.com"),
        ("MICROSOFT", "Microsoft", os.environ.get("FINGERPOST_MICROSOFT_SERVER", "")),
        (
            "OIDC",
            os.environ.get("FINGERPOST_OIDC_NAME", "School account"),
            os.environ.get("FINGERPOST_OIDC_SERVER", ""),
        ),
    ]:
        client = os.environ.get(f"FINGERPOST_{name}_CLIENT_ID")
        if client and server:
            apps.append(
                {
                    "provider_id": name.lower(),
                    "name": label,
                    "client_id": client,
                    "secret": os.environ.get(f"FINGERPOST_{name}_CLIENT_SECRET", ""),
                    "settings": {"server_url": server},
                }
            )
    return apps


def _sign_on_origins() -> list[str]:
    servers = [urlsplit(app["settings"]["server_url"]) for app in _single_sign_on()]  # type: ignore[index]
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers})


SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _single_sign_on()}
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 10  # a school day; the browser's end ends it sooner
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "fingerpost_session"
CSRF_COOKIE_NAME = "fingerpost_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        # A browser holds the redirect after a form to this too: single sign-on leads away.
        "form-action": [SELF, *_sign_on_origins()],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
# Files are looked for when they are asked for: else every test client looks for all of them.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if os.environ.get("FINGERPOST_SMTP_HOST"):
    EMAIL_HOST = os.environ["FINGERPOST_SMTP_HOST"]
    EMAIL_PORT = int(os.environ.get("FINGERPOST_SMTP_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("FINGERPOST_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("FINGERPOST_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = _flag("FINGERPOST_SMTP_TLS", True)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("FINGERPOST_FROM", "Fingerpost <fingerpost@localhost>")
# A mail server that does not answer holds up whoever sends for so many seconds at most.
EMAIL_TIMEOUT = 10

# Extra rules of the installation's own schools: TOML files beside the shipped ones.
EXTRA_RULES = HOME / "rules"
# What this process or another has compiled; it may be deleted at any time.
COMPILED = HOME / "compiled"
# The search over courses; made when they are loaded, and again when it is missing.
SEARCH = HOME / "search"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": "fingerpost.web.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

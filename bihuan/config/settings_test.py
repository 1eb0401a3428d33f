"""Settings for the test suite: as in production, but cheap, private and gone afterwards.

``BIHUAN_TEST_DATABASE_URL`` chooses the database; a SQLite file of this process's own otherwise
(a file, not memory: the browser tests' server reads it from other threads, as in production).
"""

import os
import secrets
import tempfile
from pathlib import Path

# Only named here: the root conftest makes and removes it, since neither a worker of the test
# run nor the type checker, which reads these settings too, ends in a way that cleans up.
TEST_DIR = Path(tempfile.gettempdir(), f"bihuan-test-{secrets.token_hex(6)}")
for _name in [name for name in os.environ if name.startswith("BIHUAN_")]:
    if not _name.startswith("BIHUAN_TEST_"):
        del os.environ[_name]  # a developer's own choices do not reach the tests
os.environ["BIHUAN_VAR_DIR"] = str(TEST_DIR)
os.environ["BIHUAN_SECRET_KEY"] = "only-for-tests"  # noqa: S105

from bihuan.config.env import database_from_url  # noqa: E402
from bihuan.config.settings import *  # noqa: E402, F403
from bihuan.config.settings import STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Never ``:memory:``, not even before the test database is made: the browser tests' server would
# take it for a connection that all threads have to share.
_SQLITE = f"sqlite:///{(TEST_DIR / 'unused.sqlite3').as_posix()}"
_DATABASE = database_from_url(os.environ.get("BIHUAN_TEST_DATABASE_URL") or _SQLITE)
_DATABASE["OPTIONS"].pop("pool", None)  # the test database is made and dropped in one go
if _DATABASE["ENGINE"].endswith("sqlite3"):
    _DATABASE["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}
DATABASES = {"default": _DATABASE}

MEDIA_ROOT = TEST_DIR / "media"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

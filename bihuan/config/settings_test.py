"""Settings for the test suite: as in production, but cheap, private and gone afterwards.

``BIHUAN_TEST_DATABASE_URL`` chooses the database; a SQLite file of this process's own otherwise
(a file, not memory: the browser tests' server reads it from other threads, as in production).
"""

import atexit
import os
import tempfile
from pathlib import Path

_VAR = tempfile.TemporaryDirectory(prefix="bihuan-test-", ignore_cleanup_errors=True)
atexit.register(_VAR.cleanup)
for _name in [name for name in os.environ if name.startswith("BIHUAN_")]:
    if not _name.startswith("BIHUAN_TEST_"):
        del os.environ[_name]  # a developer's own choices do not reach the tests
os.environ["BIHUAN_VAR_DIR"] = _VAR.name

from bihuan.config.env import database_from_url  # noqa: E402
from bihuan.config.settings import *  # noqa: E402, F403
from bihuan.config.settings import STORAGES  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105  # nothing that lasts is signed with it
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_SQLITE = f"sqlite:///{Path(_VAR.name, 'bihuan.sqlite3').as_posix()}"
_DATABASE = database_from_url(os.environ.get("BIHUAN_TEST_DATABASE_URL") or _SQLITE)
_DATABASE["OPTIONS"].pop("pool", None)  # the test database is made and dropped in one go
if _DATABASE["ENGINE"].endswith("sqlite3"):
    _DATABASE["TEST"] = {"NAME": str(Path(_VAR.name, "test.sqlite3"))}
DATABASES = {"default": _DATABASE}

MEDIA_ROOT = Path(_VAR.name) / "media"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

"""What may be set from outside: one typed reader for every ``BIHUAN_…`` variable.

A variable comes from the process environment or from ``bihuan.env`` in the var
directory; the environment wins. A value that makes no sense stops the program
with a sentence, before anything is opened.
"""

import os
import secrets
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "BIHUAN_"
KEY_FILE = "signing-key"
ENV_FILE = "bihuan.env"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]


class BadEnvironment(SystemExit):
    """A ``BIHUAN_…`` variable holds something that cannot be used; the message names it."""


def default_var_dir() -> Path:
    """Return ``var`` beside the package in a checkout; below the working directory otherwise."""
    checkout = Path(__file__).resolve().parents[2]
    return (checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()) / "var"


def _reason(bad: ErrorDetails) -> str:
    if bad["type"].startswith("bool"):
        return "应为 1（是）或 0（否）"
    return str(bad.get("ctx", {}).get("error") or bad["msg"])


class Env(BaseSettings):
    """The settings an administrator may choose, with their defaults."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    debug: bool = Field(default=False, description="开发模式：显示出错细节，不可用于正式环境")
    demo: bool = Field(default=False, description="演示模式：允许演示账号，页面带演示标识")
    https: bool | None = Field(
        default=None, description="会话只走 HTTPS；不设时，开发和演示模式为否"
    )
    var_dir: Path = Field(
        default_factory=default_var_dir, description="数据目录：数据库、附件、密钥"
    )
    database_url: str = Field("", description="数据库地址；不设时用数据目录里的 SQLite")
    secret_key: str = Field("", description="签名密钥；不设时自动生成并存放在数据目录")
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="允许访问的主机名，用逗号分隔"
    )
    font_dir: Path | None = Field(
        default=None, description="单位自有公文字体（小标宋、仿宋）所在目录"
    )
    job_stale_seconds: int = Field(30, ge=1, description="后台任务多少秒没有动静就由其他进程接着办")
    site_url: str = Field(
        "",
        description="对外网址，如 https://bihuan.example；印在公文的核验二维码里，不设则只印核验码",
    )

    model_url: str = Field(
        "",
        description="模型服务的网址（兼容 OpenAI 接口，如 http://127.0.0.1:8080/v1）；不设则不用",
    )
    model_key: str = Field("", description="模型服务的密钥；不需要时不设")
    model_name: str = Field("default", description="模型服务中的模型名称")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [host.strip() for host in value.split(",") if host.strip()]
        return value

    @field_validator("var_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("font_dir")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("不是一个目录")
        return value

    @field_validator("site_url", "model_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("应为 http:// 或 https:// 开头的网址")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _readable(cls, value: str) -> str:
        if value:
            database_from_url(value)
        return value

    @classmethod
    def read(cls) -> Self:
        """Read the environment, then ``bihuan.env`` in the var directory for the rest.

        Raises:
            BadEnvironment: a value cannot be used; every bad variable is named.
        """
        named = os.environ.get(f"{PREFIX}VAR_DIR")
        folder = Path(named).expanduser() if named else default_var_dir()
        try:
            return cls(_env_file=folder / ENV_FILE, _env_file_encoding="utf-8")  # type: ignore[call-arg]  # pydantic-settings reads it
        except ValidationError as error:
            lines = [
                f"  {PREFIX}{str(bad['loc'][0]).upper()}：{_reason(bad)}" for bad in error.errors()
            ]
            raise BadEnvironment("\n".join(["环境变量有误：", *lines])) from None

    @property
    def over_https(self) -> bool:
        """Whether cookies are to travel over HTTPS only."""
        return not (self.debug or self.demo) if self.https is None else self.https

    @property
    def hosts(self) -> list[str]:
        """Host names the site answers to; any of them while it only shows a demo."""
        return self.allowed_hosts or (["*"] if self.demo else LOOPBACK)

    def key(self) -> str:
        """Return the signing key; on the first start, make one and keep it in the var directory."""
        if self.secret_key:
            return self.secret_key
        file = self.var_dir / KEY_FILE
        self.var_dir.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return file.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
        return file.read_text(encoding="ascii").strip()

    def database(self) -> dict[str, Any]:
        """Return Django's ``DATABASES["default"]``."""
        default = f"sqlite:///{(self.var_dir / 'bihuan.sqlite3').as_posix()}"
        return database_from_url(self.database_url or default)


# A deferred SQLite transaction that has read cannot wait for the write lock: it fails at once.
# IMMEDIATE takes the lock first and waits up to ``timeout`` seconds.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-65536;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=134217728;"
    ),
}


POOL = {"min_size": 1, "max_size": 8, "timeout": 10}  # per process; seconds to wait for one


def database_from_url(url: str) -> dict[str, Any]:
    """Turn ``sqlite:///path`` or ``postgres://user:password@host:port/name`` into Django's form.

    A query string (``?sslmode=require``) is passed on to PostgreSQL's client.

    Raises:
        ValueError: neither of the two, or no path or name in it.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        # sqlite:////srv/x is absolute on Linux, sqlite:///C:/x on Windows, sqlite:///x relative.
        path = unquote(parts.path)[1:]
        if not path or parts.netloc:
            raise ValueError("SQLite 地址应写作 sqlite:///路径")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if parts.scheme in {"postgres", "postgresql"}:
        name = unquote(parts.path).lstrip("/")
        if not name:
            raise ValueError("PostgreSQL 地址应写作 postgres://用户:口令@主机:端口/库名")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            # The pool hands connections to threads; a connection kept per thread would leak.
            "CONN_MAX_AGE": 0,
            "OPTIONS": {**dict(parse_qsl(parts.query)), "pool": dict(POOL)},
        }
    raise ValueError("只支持 sqlite:// 和 postgres:// 两种数据库地址")

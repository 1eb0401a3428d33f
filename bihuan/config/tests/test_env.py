"""The typed environment reader."""

from pathlib import Path

import pytest

from bihuan.config.env import BadEnvironment, Env, database_from_url


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Env.model_fields:
        monkeypatch.delenv(f"BIHUAN_{name.upper()}", raising=False)
    monkeypatch.setenv("BIHUAN_VAR_DIR", str(tmp_path))


def test_nothing_set_is_a_closed_site_on_sqlite(tmp_path: Path) -> None:
    env = Env.read()
    assert (env.debug, env.demo, env.over_https) == (False, False, True)
    assert env.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert env.database()["NAME"] == (tmp_path / "bihuan.sqlite3").as_posix()


def test_the_file_in_the_var_directory_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bihuan.env").write_text("BIHUAN_DEMO=1\nBIHUAN_ALLOWED_HOSTS=a.example\n")
    monkeypatch.setenv("BIHUAN_ALLOWED_HOSTS", "b.example, c.example")
    env = Env.read()
    assert (env.demo, env.hosts, env.over_https) == (True, ["b.example", "c.example"], False)


def test_every_bad_variable_is_named_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIHUAN_DEBUG", "perhaps")
    monkeypatch.setenv("BIHUAN_DATABASE_URL", "mysql://localhost/x")
    monkeypatch.setenv("BIHUAN_FONT_DIR", "/nowhere/at/all")
    with pytest.raises(BadEnvironment) as refused:
        Env.read()
    message = str(refused.value)
    assert "BIHUAN_DEBUG：应为 1（是）或 0（否）" in message
    assert "BIHUAN_DATABASE_URL：只支持 sqlite:// 和 postgres:// 两种数据库地址" in message
    assert "BIHUAN_FONT_DIR：不是一个目录" in message


def test_the_signing_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    key = Env.read().key()
    assert Env.read().key() == key
    assert len(key) > 50
    assert (tmp_path / "signing-key").stat().st_mode & 0o077 == 0


def test_a_postgres_address_is_taken_apart() -> None:
    database = database_from_url("postgres://a%40b:p%2Fw@db.example:5433/bihuan?sslmode=require")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("a@b", "p/w")
    assert (database["HOST"], database["PORT"], database["NAME"]) == (
        "db.example",
        "5433",
        "bihuan",
    )
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "address",
    ["sqlite://", "sqlite://host/x", "postgres://host", "postgres://host/", "oracle://h/x", "x",
     "postgres://host:notaport/x"],
)  # fmt: skip
def test_an_unusable_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the reader turns it into its own message
        database_from_url(address)


def test_an_immediate_transaction_is_the_sqlite_default() -> None:
    options = database_from_url("sqlite:///x.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]

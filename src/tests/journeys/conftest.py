"""A real browser against a real server, started as `make run` starts it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

PASSWORD = "which way next?"
CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in mine:
        # A journey's file stays with one server; the pages of each role can go to any.
        if item.path.stem != "test_pages":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if CHROMIUM:
        return
    reason = "No Chromium here: install Debian's package “chromium” to run the browser tests."
    if "browser" in os.environ.get("FINGERPOST_REQUIRE", ""):
        pytest.exit(reason, returncode=1)
    for item in mine:
        item.add_marker(pytest.mark.skip(reason=reason))


class Site:
    """A running installation with the demonstration school in it."""

    def __init__(self, environment, port, process):
        self.environment, self.port, self.process = environment, port, process
        self.home = Path(environment["FINGERPOST_HOME"])
        self.address = f"http://127.0.0.1:{port}"

    def now(self):
        """The server's own time, in seconds since 1970."""
        with urllib.request.urlopen(self.address) as answer:
            return parsedate_to_datetime(answer.headers["Date"]).timestamp()

    def letters(self, address):
        """The mails written to an address, oldest first."""
        found = sorted((self.home / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        texts = [path.read_text(encoding="utf-8") for path in found]
        return [text for text in texts if f"To: {address}" in text]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site():
    """The demonstration, served by the command that `make run` ends in."""
    home = tempfile.mkdtemp(prefix="fingerpost-journey-")
    port = _free_port()
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "FINGERPOST_HOME": home,
        "DJANGO_SETTINGS_MODULE": "fingerpost.config.settings",
        "PYTHONPATH": str(Path(__file__).parent / "fixed_clock"),
    }
    log = open(Path(home) / "server.log", "w+")  # noqa: SIM115
    process = subprocess.Popen(
        [sys.executable, "-m", "fingerpost.installation.serve", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    started = Site(environment, port, process)
    deadline = time.monotonic() + 300
    while True:
        try:
            urllib.request.urlopen(started.address, timeout=2)
            break
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                log.seek(0)
                pytest.fail(f"The site did not start:\n{log.read()}")
            time.sleep(0.3)
    yield started
    process.terminate()
    process.wait(20)
    log.close()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


class Visitor:
    """One person at one window."""

    def __init__(self, site, context):
        self.site = site
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)

    def go(self, path):
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status < 400, (path, answer.status)
        return self.page

    def sign_in(self, email, password=PASSWORD):
        self.go("/sign-in/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Sign in", exact=True).click()
        return self


@pytest.fixture
def visitor(site, browser):
    """`visitor(email, phone=True)`: someone signed in at a window of that size."""
    contexts = []

    def open_window(email=None, *, phone=False, password=PASSWORD):
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(viewport=size, has_touch=phone, locale="en-GB")
        contexts.append(context)
        someone = Visitor(site, context)
        return someone.sign_in(email, password) if email else someone

    yield open_window
    for number, context in enumerate(contexts):
        if os.environ.get("FINGERPOST_SCREENSHOTS"):
            folder = Path(os.environ["FINGERPOST_SCREENSHOTS"])
            folder.mkdir(parents=True, exist_ok=True)
            context.pages[0].screenshot(path=folder / f"last-{number}.png", full_page=True)
        context.close()

"""What every journey does with a page: read it, press a button that sends a form, wait."""

import subprocess
import sys


def command(site, *arguments):
    """What a command of Fingerpost prints, run for the installation that the site serves."""
    return subprocess.run(
        [sys.executable, "-c", "from fingerpost.cli import main; main()", *arguments],
        env=site.environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def words(page):
    """The words of the page's own part, in one line."""
    return " ".join(page.locator("main").inner_text().split())


def press(page, name, *, exact=True):
    """Press a button that sends its form, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).first.click()


def submit(page, *, first=True):
    """The same for the button of the page's own form."""
    button = page.locator("main button[type=submit]")
    with page.expect_navigation():
        (button.first if first else button).click()

"""Serving: the names the site answers to, and processes that live and end together."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from fingerpost.installation.serve import _names, server_command, worker_command

PATIENCE = 60
KEEPER = (
    "import json, sys\n"
    "from fingerpost.installation.serve import keep_running\n"
    "sys.exit(keep_running(*json.loads(sys.argv[1])))"
)
# Says that it began, then ends by itself or stays. Whoever still runs holds the keeper's output.
STAYS = (
    "import os, time\n"
    "from fingerpost.common.lifeline import end_with_parent\n"
    "end_with_parent()\n"
    "os.write(1, f'{name} {{os.getpid()}}\\n'.encode())\n"
    "time.sleep(300)"
)
DEAF = (
    "import os, signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "os.write(1, f'deaf {os.getpid()}\\n'.encode())\n"
    "time.sleep(300)"
)


def command(code):
    return [sys.executable, "-c", code]


@pytest.fixture
def keep():
    """`keep(server, worker)`: `keep_running` in a process of its own, patient for two seconds."""
    begun = []

    def begin(server, worker, **options):
        process = subprocess.Popen(
            [*command(KEEPER), json.dumps([server, worker, 2])],
            stdout=subprocess.PIPE,
            text=True,
            **options,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate(timeout=PATIENCE)


def said(process, count):
    """So many lines that a keeper's children said, by their first words."""
    lines = (process.stdout.readline().split() for _ in range(count))
    return {name: int(number) for name, number in lines}


def test_a_machine_open_to_its_network_does_not_answer_to_any_name():
    assert "*" not in _names("0.0.0.0")
    assert "localhost" in _names("0.0.0.0")


def test_a_named_host_answers_to_that_name_only():
    assert _names("careers.example.org") == ["careers.example.org"]


def test_a_worker_that_died_is_begun_again(keep):
    keeper = keep(command(STAYS.format(name="server")), command(STAYS.format(name="worker")))
    first = said(keeper, 2)
    os.kill(first["worker"], signal.SIGKILL)
    assert said(keeper, 1)["worker"] != first["worker"]


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_the_keeper_however_it_ends(keep, signum):
    keeper = keep(command(STAYS.format(name="server")), command(STAYS.format(name="worker")))
    assert said(keeper, 2).keys() == {"server", "worker"}
    keeper.send_signal(signum)
    # Its output is at its end only when nobody holds it any more.
    assert keeper.communicate(timeout=PATIENCE)[0] == ""


def test_when_the_server_ends_the_worker_ends_and_its_exit_code_is_told(keep):
    keeper = keep(command("import time; time.sleep(1); raise SystemExit(3)"), command(DEAF))
    said(keeper, 1)
    began = time.monotonic()
    keeper.communicate(timeout=PATIENCE)
    assert keeper.returncode == 3
    assert time.monotonic() - began > 2  # it was given time to end


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_real_server_and_worker_end_when_the_keeper_is_killed(keep, installation):
    address = f"127.0.0.1:{_free_port()}"
    installation.run("-m", "django", "collectstatic", "--no-input", "--verbosity=0")
    environment = installation.environment | {"FINGERPOST_ADDRESS": "It is there"}
    keeper = keep(server_command(address), worker_command(), env=environment)
    while "It is there" not in (line := keeper.stdout.readline()):
        assert line, "the server did not start"
    with urllib.request.urlopen(f"http://{address}/sign-in/login/", timeout=PATIENCE) as answer:
        assert answer.status == 200
    keeper.kill()
    keeper.communicate(timeout=PATIENCE)
    with pytest.raises(OSError), socket.create_connection(address.split(":"), timeout=2):
        pass

"""The `fingerpost` command: Django's commands with the settings found by themselves."""

import os
import sys

OWN_COMMANDS = {
    "demo": "Fill an empty installation with the demonstration school (made-up data).",
    "add-school": "Let a school in: fingerpost add-school URN [--name NAME].",
    "add-person": "Give a role: fingerpost add-person EMAIL ROLE --school URN.",
    "import-schools": "Load the national school list: fingerpost import-schools FILE.csv.",
    "import-roll": "Load a roll: fingerpost import-roll PATH --school URN [--check].",
    "measures": "Look at measures: fingerpost measures list | show NAME | compute NAME.",
    "allocate": "Share scarce places out: fingerpost allocate PROBLEM --out RESULT.",
    "check-allocation": "Check an allocation: fingerpost check-allocation PROBLEM RESULT.",
    "timetable": "Make a timetable of interviews: fingerpost timetable PROBLEM --out RESULT.",
    "check-timetable": "Check a timetable: fingerpost check-timetable PROBLEM RESULT.",
    "repair-timetable": "Repair one: fingerpost repair-timetable PROBLEM RESULT --lost ...",
    "pathways": "Occupations: fingerpost pathways search WORDS | gaps | build FOLDER.",
    "load-pathways": "What occupations are like: fingerpost load-pathways FOLDER.",
    "load-assessment": "Published questions of interests: fingerpost load-assessment FOLDER.",
    "load-courses": "Courses and providers: fingerpost load-courses FOLDER.",
    "load-vacancies": "Apprenticeship vacancies near schools: fingerpost load-vacancies FILE.",
    "worker": "Do what the pages leave to be done in the background: fingerpost worker.",
    "tick": "Do the daily duties now: fingerpost tick.",
    "backup": "Write everything of this installation to one file: fingerpost backup FILE.",
    "restore": "Put a backup back, after checking it: fingerpost restore FILE.",
}

DJANGO_COMMANDS = {
    "migrate": "Bring the database up to date after an upgrade.",
    "changepassword": "Set a person's password: fingerpost changepassword EMAIL.",
    "runserver": "Serve on this machine while developing.",
    "check": "Check the configuration; with --deploy, for a public server.",
    "help": "fingerpost help COMMAND tells all options of one command.",
}


def overview() -> str:
    """The text of `fingerpost --help`."""
    lines = ["Fingerpost: careers guidance for schools.", "", "Commands:"]
    lines += [f"  {name:17}{text}" for name, text in OWN_COMMANDS.items()]
    lines += ["", "From Django, for whoever looks after the installation:"]
    lines += [f"  {name:17}{text}" for name, text in DJANGO_COMMANDS.items()]
    lines += [
        "",
        "Settings are read from the environment:",
        "  FINGERPOST_HOME   folder of all data, files and keys (default: var)",
        "  DATABASE_URL      postgres://user:password@host/name (default: SQLite in that folder)",
        "  HOST, PORT        where `make run` serves (default: 127.0.0.1, 8000)",
    ]
    return "\n".join(lines)


def main() -> None:
    """Run one command. Dashes in our own command names stand for underscores in module names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.config.settings")
    arguments = sys.argv[:]
    if len(arguments) == 1 or arguments[1] in {"-h", "--help"} or arguments[1:] == ["help"]:
        print(overview())
        return
    names = arguments[1:3] if arguments[1] == "help" else arguments[1:2]
    for position, name in enumerate(names, start=1):
        if name in OWN_COMMANDS:
            arguments[position] = name.replace("-", "_")
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)

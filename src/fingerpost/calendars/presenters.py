"""What the page “Your calendar” says. Students read it too, so its words are short."""

from dataclasses import dataclass

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer


@dataclass(frozen=True)
class Program:
    """A calendar program, and the steps that put an address in it."""

    name: str
    steps: tuple[str, ...]


def how_to_add() -> list[Program]:
    """How to put an address in the usual calendars."""
    return [
        Program(
            "iPhone or iPad",
            (
                "Open Settings, then Apps, then Calendar.",
                "Tap Calendar Accounts, then Add Account, then Other.",
                "Tap Add Subscribed Calendar. Paste the address and tap Next.",
            ),
        ),
        Program(
            "Google, and most Android phones",
            (
                "Use a computer: go to calendar.google.com and sign in.",
                "On the left, next to Other calendars, press the plus sign. Choose From URL.",
                "Paste the address and press Add calendar. It shows on your phone too.",
                "Google looks for changes a few times a day, not at once.",
            ),
        ),
        Program(
            "Outlook",
            (
                "Go to outlook.com or your school’s Outlook. Open the calendar.",
                "Press Add calendar, then Subscribe from web.",
                "Paste the address, give it a name and press Import.",
            ),
        ),
        Program(
            "Apple Calendar on a Mac",
            (
                "Open Calendar. Choose File, then New Calendar Subscription.",
                "Paste the address and press Subscribe.",
                "Next to Auto-refresh choose Every hour.",
            ),
        ),
    ]


def what_is_in_it(viewer: Viewer) -> list[str]:
    """What somebody with these roles finds in their calendar."""
    said: list[str] = []
    if viewer.has(Role.STUDENT):
        said.append("Your talks with a careers adviser.")
        said.append("The visits, talks and lessons you are down for.")
        said.append("When something you may apply for closes, without saying what it is.")
    if viewer.has(Role.ADVISER, Role.CAREERS_LEADER):
        said.append("The interviews you hold, with the student’s first name only.")
    if viewer.is_staff:
        said.append("The sessions you lead.")
    if viewer.has(Role.TUTOR):
        said.append("The sessions that students of your tutor group are down for, without names.")
    if viewer.has(Role.PARENT):
        said.append(
            "Talks of your child whose notes your child shares with you, and the days on which "
            "a step of them is due. Nothing else."
        )
    return said

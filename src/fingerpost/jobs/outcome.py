"""How background work ended, as the page then tells it."""

from dataclasses import asdict, dataclass
from typing import Any

from .enums import JobState


@dataclass(frozen=True)
class Outcome:
    """Where to go next and what to say there.

    A refusal is the sentence why nothing was done; `address` is then where to try again.
    """

    address: str
    sentence: str = ""
    level: str = "success"
    refused: bool = False

    def stored(self) -> dict[str, Any]:
        """As JSON for `Job.outcome`."""
        return asdict(self)

    @property
    def state(self) -> str:
        """The state of a job that ended so."""
        return JobState.REFUSED if self.refused else JobState.DONE

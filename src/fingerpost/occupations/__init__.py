"""What there is to become: about 800 occupations with figures, each with its source and date.

base = load()
base.by_slug["farrier"].ways_in
"""

from .base import Base, load
from .occupation import Occupation, Requirement, WayIn
from .outlook import Outlook
from .sources import Gap, Source

__all__ = ["Base", "Gap", "Occupation", "Outlook", "Requirement", "Source", "WayIn", "load"]

"""Finding things by the words people use for them: misspelt, everyday or in part.

index = build(entries, said)
[hit.key for hit in index.find("vetinary nurse", limit=5)]
"""

from .index import Entry, Hit, Index, build
from .quality import Quality, measured

__all__ = ["Entry", "Hit", "Index", "Quality", "build", "measured"]

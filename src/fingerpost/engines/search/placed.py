"""An index on disk of things that have a place and a route, such as 100,000 courses.

write(folder, things, said)
PlacedIndex.open(folder, said).find("plumbing", near=Near(easting, northing, miles=25))
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import tantivy

from fingerpost.engines.nearness import METRES_A_MILE, miles

from .asking import FIELDS, Asked, Asking, light, said_by_stems, wholeness
from .spelling import Spelling
from .words import stems

_WORDS = "words.json"
# Hits looked at before nearness counts; as many again for routes that are not among them.
_LOOKED_AT = 200
# So many miles off, a thing has to fit twice as well.
_HALF = 20.0


@dataclass(frozen=True, slots=True)
class PlacedThing:
    """Something to find. about: what describes it. easting, northing: metres; None if unknown."""

    key: int
    title: str
    also: str
    about: str
    route: str
    easting: int | None = None
    northing: int | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Around where to look, in metres on the national grid, and how many miles off at most."""

    easting: float
    northing: float
    miles: float


@dataclass(frozen=True, slots=True)
class PlacedHit:
    """One thing found."""

    key: int
    route: str
    score: float


def write(
    folder: Path, things: Iterable[PlacedThing], said: Mapping[str, Sequence[str]] | None = None
) -> int:
    """Write an index into an empty folder; tells of how many things it is."""
    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("key", stored=True, indexed=True)
    schema.add_text_field("name", stored=True, tokenizer_name="raw")
    schema.add_text_field("route", stored=True, tokenizer_name="raw")
    for name in ("east", "north"):
        schema.add_integer_field(name, stored=True, indexed=True, fast=True)
    for name in FIELDS:
        schema.add_text_field(name, tokenizer_name="whitespace")
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    known = {word for one in said or () for word in light(one)}
    many = 0
    for thing in things:
        title, also = light(thing.title), light(thing.also)
        known.update(title, also)
        writer.add_document(_document(thing, title, also))
        many += 1
    writer.commit()
    writer.wait_merging_threads()
    (folder / _WORDS).write_text(json.dumps(sorted(known)), encoding="utf-8")
    return many


def _document(thing: PlacedThing, title: Sequence[str], also: Sequence[str]) -> tantivy.Document:
    place = (
        {"east": thing.easting, "north": thing.northing}
        if thing.easting is not None and thing.northing is not None
        else {}
    )
    return tantivy.Document(
        key=thing.key,
        name=thing.title,
        route=thing.route,
        title=" ".join(title),
        also=" ".join(also),
        stem=" ".join(stems(thing.title)),
        about=" ".join(stems(thing.about)),
        **place,
    )


@dataclass(frozen=True, eq=False)
class PlacedIndex:
    """Placed things that can be found."""

    _index: tantivy.Index
    _asking: Asking

    @classmethod
    def open(cls, folder: Path, said: Mapping[str, Sequence[str]] | None = None) -> PlacedIndex:
        """The index that was written into a folder. Raises OSError or ValueError without one."""
        known = frozenset(json.loads((folder / _WORDS).read_text(encoding="utf-8")))
        index = tantivy.Index.open(str(folder))
        return cls(index, Asking(index.schema, Spelling(known), said_by_stems(said or {})))

    def find(
        self,
        text: str,
        *,
        near: Near | None = None,
        routes: Collection[str] = (),
        limit: int = 20,
    ) -> list[PlacedHit]:
        """What fits, the routes taking turns, each with what fits best and is nearest first.

        near: only what lies within its miles. routes: all that there are; each that has a hit has
        one among the first, however many hits others have.
        """
        asked = self._asking.asked(text)
        if asked is None:
            return []
        query = _within(self._index.schema, asked.query, near)
        hits = self._hits(asked, query, near, _LOOKED_AT)
        # Each turn brings one route at least, unless none of the others has a hit.
        while len(hits) >= _LOOKED_AT and (left := set(routes) - {hit.route for hit in hits}):
            more = self._hits(asked, self._of_routes(query, left), near, _LOOKED_AT)
            hits += more
            if len(more) < _LOOKED_AT:
                break
        return in_turn(hits)[:limit]

    def _of_routes(self, query: tantivy.Query, routes: Collection[str]) -> tantivy.Query:
        only = tantivy.Query.term_set_query(self._index.schema, "route", sorted(routes))
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query(
            [(must, query), (must, tantivy.Query.const_score_query(only, 0.0))]
        )

    def _hits(
        self, asked: Asked, query: tantivy.Query, near: Near | None, many: int
    ) -> list[PlacedHit]:
        searcher = self._index.searcher()
        found = searcher.search(query, many).hits
        things = [searcher.doc(address) for _, address in found]
        away = _miles(things, near)
        typed = set(asked.words)
        names: dict[str, float] = {}
        hits = []
        for (score, _), thing, far in zip(found, things, away, strict=True):
            name = thing["name"][0]
            if name not in names:
                names[name] = wholeness(typed, (name,))
            counts = score * names[name] / (1 + far / _HALF)
            hits.append(PlacedHit(thing["key"][0], thing["route"][0], counts))
        return hits


def _miles(things: Sequence[tantivy.Document], near: Near | None) -> list[float]:
    """How far each is; 0 where nobody asked."""
    if near is None or not things:
        return [0.0] * len(things)
    east = [(thing["east"] or [float("nan")])[0] for thing in things]
    north = [(thing["north"] or [float("nan")])[0] for thing in things]
    away: list[float] = miles(east, north, (near.easting, near.northing)).tolist()
    return away


def _within(schema: tantivy.Schema, query: tantivy.Query, near: Near | None) -> tantivy.Query:
    """The query for what lies in a square around a place."""
    if near is None:
        return query
    side = near.miles * METRES_A_MILE
    must = tantivy.Occur.Must
    parts = [(must, query)]
    for name, middle in (("east", near.easting), ("north", near.northing)):
        square = tantivy.Query.range_query(
            schema, name, tantivy.FieldType.Integer, int(middle - side), int(middle + side)
        )
        parts.append((must, tantivy.Query.const_score_query(square, 0.0)))
    return tantivy.Query.boolean_query(parts)


def in_turn(hits: Iterable[PlacedHit]) -> list[PlacedHit]:
    """Hits with the routes taking turns, each route in the order of its scores."""
    by_route: dict[str, list[PlacedHit]] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.key)):
        by_route.setdefault(hit.route, []).append(hit)
    return [hit for turn in zip_longest(*by_route.values()) for hit in turn if hit is not None]

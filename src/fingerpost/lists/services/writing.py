"""Writing a list's rows, and putting back what stood before."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from ..comparing import Comparison
from ..keeping import Keeper

_AT_ONCE = 200
Undo = dict[str, list[Any]]


def write(keeper: Keeper, found: Comparison) -> tuple[Undo, list[Any]]:
    """Write everything; what it takes to undo it, and the rows that are different now.

    undo: `added` rows as they are now, `changed` [key, before, after], `removed` rows as they were.
    """
    rows: Any = keeper.model._base_manager
    added = rows.bulk_create([keeper.model(**one.values) for one in found.new], batch_size=_AT_ONCE)
    touched = [one for one in (*found.changed, *found.same) if one.values]
    for one in touched:
        for name, value in one.values.items():
            setattr(one.there, name, value)
    fields = sorted({name for one in touched for name in one.values})
    if fields:
        rows.bulk_update([one.there for one in touched], fields, batch_size=_AT_ONCE)
    undo: Undo = {
        "added": [_whole(one) for one in added],
        "changed": [[one.there.pk, dict(one.before), dict(one.values)] for one in touched],
        "removed": [_whole(one.there) for one in found.gone],
    }
    _delete(rows, [one.there.pk for one in found.gone])
    # A row that is deleted loses its key; what follows needs only what it was about.
    return undo, [*added, *(one.there for one in (*found.changed, *found.gone))]


def _whole(row: models.Model) -> dict[str, Any]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def _delete(rows: Any, keys: Sequence[Any]) -> None:
    for begin in range(0, len(keys), _AT_ONCE):
        rows.filter(pk__in=keys[begin : begin + _AT_ONCE]).delete()


def take_back(keeper: Keeper, undo: Mapping[str, list[Any]]) -> tuple[int, list[Any]]:
    """Put back what stood before; how many rows somebody has changed since, which stay, and the
    rows that are different now.
    """
    key = keeper.model._meta.pk.attname
    keys = [*(row[key] for row in undo["added"]), *(one[0] for one in undo["changed"])]
    here = _in_bulk(keeper.model, keys)
    going = [here[row[key]] for row in undo["added"] if _is_still(here.get(row[key]), row)]
    back = [
        (here[pk], before)
        for pk, before, after in undo["changed"]
        if _is_still(here.get(pk), after)
    ]
    restored = [row for row in (_restored(keeper.model, one) for one in undo["removed"]) if row]
    _let_go(keeper, going)
    fields = {one.attname: one for one in keeper.model._meta.concrete_fields}
    for row, before in back:
        for name, value in before.items():
            setattr(row, name, fields[name].to_python(value))
    names = sorted({name for _, before in back for name in before})
    rows: Any = keeper.model._base_manager
    if names:
        rows.bulk_update([row for row, _ in back], names, batch_size=_AT_ONCE)
    done = [*going, *(row for row, _ in back), *restored]
    return sum(len(group) for group in undo.values()) - len(done), done


def _in_bulk(model: type[models.Model], keys: Sequence[Any]) -> dict[Any, Any]:
    rows: Any = model._base_manager
    found: dict[Any, Any] = {}
    for begin in range(0, len(keys), _AT_ONCE):
        found |= rows.in_bulk(keys[begin : begin + _AT_ONCE])
    return found


def _is_still(row: Any, values: Mapping[str, Any]) -> bool:
    """Whether a row says what the list made it say. Read as what was stored is, for times."""
    if row is None:
        return False
    now = {name: getattr(row, name) for name in values}
    stored: dict[str, Any] = json.loads(json.dumps(now, cls=DjangoJSONEncoder))
    return stored == values


def _restored(model: type[models.Model], values: Mapping[str, Any]) -> Any:
    """A row that was taken away, exactly as it was; None where another stands in its place, or
    what it is about is no longer there.
    """
    row = model(
        **{
            one.attname: one.to_python(values[one.attname])
            for one in model._meta.concrete_fields
            if one.attname in values
        }
    )
    try:
        with transaction.atomic():
            # Not `save`, which would put today's date into what says when a row was made.
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        return None
    return row


def _let_go(keeper: Keeper, rows: Sequence[Any]) -> None:
    if keeper.let_go is not None:
        keeper.let_go(rows)
    else:
        _delete(keeper.model._base_manager, [row.pk for row in rows])

"""Template tags for the parts pages are made of. Load with `{% load fingerpost %}`."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from fingerpost.web import charts
from fingerpost.web.forms import error_links
from fingerpost.web.tables import Count, Table, laid_out, with_query

register = template.Library()


def _unique(context: template.Context, stem: str) -> str:
    """An identifier no other part of the same page has."""
    # The lowest layer is the one that included templates and tags share.
    shared: dict[str, Any] = context.render_context.dicts[0]  # type: ignore[assignment]
    counter = shared.setdefault("fp_ids", itertools.count(1))
    return f"{stem}-{next(counter)}"


# Forms ---------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(*parts: Any) -> dict[str, Any]:
    """What is wrong, for the forms and formsets given, each with a link to its control."""
    return {"errors": error_links(*parts)}


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """The fields of a form without its error summary, which the page shows above its heading."""
    return form.render("web/forms/fields.html")


@register.inclusion_tag("web/components/filter_bar.html", takes_context=True)
def filter_bar(
    context: template.Context,
    form: BaseForm,
    target: str = "",
    label: str = "Filter",
    action: str = "",
) -> dict[str, Any]:
    """A form that narrows a list, sent by GET. `target` is the part of the page htmx replaces.

    Fields that the form names in `stays` say which list it is; clearing the filter keeps them.
    """
    form.mark_optional = False  # type: ignore[attr-defined]
    request = context.get("request")
    query = request.GET if request is not None else QueryDict()
    stays = {name: query[name] for name in getattr(form, "stays", ()) if query.get(name)}
    narrowed = any(query.get(form.add_prefix(name)) for name in form.fields if name not in stays)
    return {
        "clear_query": with_query(QueryDict(), **stays) if stays else "",
        "form": form,
        "target": target,
        "label": label,
        # On a phone three fields hide the list they are about.
        "folds": len(form.visible_fields()) > 2,
        "action": action or (request.path if request is not None else ""),
        "narrowed": narrowed,
        "sort": query.get("sort", ""),
    }


# Figures -------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/figure_tile.html")
def figure_tile(
    label: str, value: Any, url: str = "", of: Any = "", hint: str = "", tone: str = ""
) -> dict[str, Any]:
    """A figure whose link opens the list it counts. Tones: good, warn, bad, quiet.

    value: a number, a `web.tables.Count`, or words that are no figure.
    """
    counts = value if isinstance(value, Count) else None
    words = charts.plain(value) if isinstance(value, int) else value
    return {
        "label": label,
        "value": counts.words if counts else words,
        "url": url,
        "of": charts.plain(of) if isinstance(of, int) else of,
        "hint": hint,
        "tone": tone,
        "number": counts.number if counts else value if isinstance(value, int) else None,
    }


@register.inclusion_tag("web/components/counted.html")
def counted(number: int | None, url: str = "", words: str = "", about: str = "") -> dict[str, Any]:
    """A figure that opens the list it counts. None for `number`: words that are no figure.

    number: how many the list has. words: in its place. about: said to screen readers after it.
    """
    shown = words or (charts.plain(number) if number is not None else "")
    return {"number": number, "url": url, "words": shown, "about": about}


@register.inclusion_tag("web/components/list_total.html")
def list_total(number: int) -> dict[str, Any]:
    """How many a list has, at the head of the list: what a figure that opens it must say."""
    return {"number": number, "words": charts.plain(number)}


@register.inclusion_tag("web/components/meter.html")
def meter(
    label: str,
    value: float | None,
    maximum: float = 100,
    text: str = "",
    tone: str = "",
    url: str = "",
) -> dict[str, Any]:
    """How far along something is; the words say it, the bar only shows it."""
    share = 0.0 if not value or maximum <= 0 else min(max(value / maximum, 0), 1) * 100
    words = text or ("Not known" if value is None else _progress(value, maximum))
    return {"label": label, "text": words, "width": f"{share:.2f}%", "tone": tone, "url": url}


def _progress(value: float, maximum: float) -> str:
    if maximum == 100:
        return charts.plain(value, "%")
    return f"{charts.plain(value)} of {charts.plain(maximum)}"


@register.inclusion_tag("web/components/bar_chart.html", takes_context=True)
def bar_chart(
    context: template.Context, chart: charts.BarChart, table_open: bool = False
) -> dict[str, Any]:
    """Bars, with a table of the same figures beside them."""
    drawn = charts.draw_bars(chart)
    return {
        "chart": chart,
        "drawn": drawn,
        "lines": list(zip(chart.bars, drawn, strict=True)),
        "target": charts.target_at(chart),
        "id": _unique(context, "chart"),
        "table_open": table_open,
    }


@register.inclusion_tag("web/components/stacked_chart.html", takes_context=True)
def stacked_chart(
    context: template.Context, chart: charts.StackedChart, table_open: bool = False
) -> dict[str, Any]:
    """Bars made of parts, with a table of the same figures beside them."""
    drawn = charts.draw_stacked(chart)
    lines = [
        (
            row,
            [
                (charts.plain(value), row.urls[index] if index < len(row.urls) else "")
                for index, value in enumerate(row.values)
            ],
            charts.plain(sum(row.values)),
        )
        for row in chart.rows
    ]
    return {
        "chart": chart,
        "drawn": drawn,
        "lines": lines,
        "key": [(name, index % charts.SERIES + 1) for index, name in enumerate(chart.series)],
        "id": _unique(context, "chart"),
        "table_open": table_open,
    }


# Lists ---------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/table.html", takes_context=True)
def data_table(context: template.Context, table: Table) -> dict[str, Any]:
    """A `web.tables.Table`: sort links, tick boxes, cards on a phone."""
    return {**laid_out(table, context.get("request")), "id": _unique(context, "table")}


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Page, name: str = "page", what: str = ""
) -> dict[str, Any]:
    """Links between the pages of a list; keeps the rest of the address. Empty for one page."""
    request = context.get("request")
    query = request.GET if request is not None else QueryDict()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [
        (number, with_query(query, **{name: number}) if isinstance(number, int) else "")
        for number in numbers
    ]
    return {
        "page": page,
        "items": items,
        "previous": with_query(query, **{name: page.number - 1}),
        "next": with_query(query, **{name: page.number + 1}),
        "first": charts.plain(page.start_index()),
        "last": charts.plain(page.end_index()),
        "total": charts.plain(page.paginator.count),
        "what": what,
    }


@register.inclusion_tag("web/components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_url: str = "", action_label: str = ""
) -> dict[str, Any]:
    """What to say, and what to do next, where a list has nothing in it."""
    return {"title": title, "text": text, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("web/components/timeline.html")
def timeline(items: Iterable[Any]) -> dict[str, Any]:
    """What happened, in order. Items have: when, title, and optionally text, url, tag, tone."""
    return {"items": items}


@register.inclusion_tag("web/components/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]], card_title: str = "") -> dict[str, Any]:
    """Pairs of label and value; a row may go on with an address and words for changing it."""
    padded = [(*row, *[""] * (4 - len(row)))[:4] for row in rows]
    return {"rows": padded, "card_title": card_title}


@register.inclusion_tag("web/components/breadcrumbs.html")
def breadcrumbs(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The way back: (label, url) from the top down, without the page itself."""
    return {"items": items}


# Words ---------------------------------------------------------------------------------------


@register.inclusion_tag("web/components/tag.html")
def tag(text: str, tone: str = "") -> dict[str, Any]:
    """A short state in a coloured pill. Tones: good, warn, bad, plum, quiet; none is neutral."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("web/components/notification.html", takes_context=True)
def notification(
    context: template.Context, text: str, title: str = "", tone: str = ""
) -> dict[str, Any]:
    """A banner. Tones: success, warn, bad; none is for information."""
    titles = {"success": "Done", "warn": "Please note", "bad": "There is a problem"}
    return {
        "text": text,
        "title": title or titles.get(tone, "Important"),
        "tone": tone,
        "id": _unique(context, "notice"),
    }


@register.inclusion_tag("web/components/next_step_card.html")
def next_step_card(step: Any, plain: bool = False, heading: int = 3) -> dict[str, Any]:
    """One next step. `step` has: title, and optionally reasons (or reason), url, action, source,
    tag, tone, more_url, more_label; with `posts` the button does the step at once. `plain` leaves
    out the number."""
    return {"step": step, "plain": plain, "heading": heading}


@register.inclusion_tag("web/components/split_view.html")
def split_view(
    parts: Iterable[Any],
    mine_title: str = "What you typed",
    theirs_title: str = "What is saved now",
    choose: bool = False,
) -> dict[str, Any]:
    """Two versions side by side. Parts have: name, label, mine, theirs.

    With `choose` each part that differs asks which to keep, in a field `keep_<name>` whose value
    is `mine`, `theirs` or `both`.
    """
    return {
        "parts": parts,
        "mine_title": mine_title,
        "theirs_title": theirs_title,
        "choose": choose,
    }


@register.simple_tag
def fingerpost_mark(css: str = "fp-brand__mark") -> SafeString:
    """The signpost, drawn in the page so that it needs no request and prints well."""
    return mark_safe(_MARK.format(css=css))  # nosec: a constant


_MARK = (
    '<svg class="{css}" viewBox="0 0 40 40" aria-hidden="true" focusable="false">'
    '<rect x="18" y="3" width="4.5" height="35" rx="2" fill="currentColor"/>'
    '<path d="M7 7h21l7 5.5-7 5.5H7a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z" fill="#f4a72c"/>'
    '<path d="M33 21H15l-7 5 7 5h18a2 2 0 0 0 2-2v-6a2 2 0 0 0-2-2z" fill="#7cc3cd"/>'
    "</svg>"
)

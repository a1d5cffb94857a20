"""The rules behind next steps: all of them on one page, and switching one off for a school."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import CAREERS_LEADER, GUIDANCE
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page
from fingerpost.web.paging import page_of

from .. import bridge, presenters, services
from ..forms import SwitchOffForm
from ..selectors import switched_off

ON_ONE_PAGE = 40


def _rule_or_404(name: str) -> Any:
    found = bridge.rule_named(name)
    if found is None:
        raise Http404("No such rule.")
    return found


@page(GUIDANCE)
def rules(request: ViewerRequest) -> HttpResponse:
    """Every rule in force, the weightiest first, with those that this school has switched off."""
    viewer = request.viewer
    decisions = {one.rule: one for one in switched_off(viewer.school, timezone.localdate())}
    found = sorted(bridge.rules_now(), key=lambda rule: -rule.weight)
    part = page_of(request, found, ON_ONE_PAGE)
    may_switch = viewer.has(*CAREERS_LEADER.roles)
    context = {
        "title": "Rules behind the next steps",
        "lede": "A rule gives a step to every student it speaks of. Its points put the steps in "
        "order.",
        "breadcrumbs": [("Next steps", reverse("signposting:group"))],
        "off": [
            presenters.off_rule(rule, decisions[rule.id]) for rule in found if rule.id in decisions
        ],
        "may_switch": may_switch,
        "table": presenters.rules_table(part, decisions, may_switch),
        "page_of_rules": part,
    }
    return render(request, "signposting/rules.html", context)


@page(CAREERS_LEADER)
def switch_off(request: ViewerRequest, rule: str) -> HttpResponse:
    """Let a rule be silent at this school, with a reason and an end."""
    viewer = request.viewer
    found = _rule_or_404(rule)
    form = SwitchOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.switch_off(
                school=viewer.school, rule=rule, by=request.user, **form.cleaned_data
            )
        except services.OverrideRefused as problem:
            form.add_error("until_on", str(problem))
        else:
            messages.success(request, f"“{found.title}” is switched off at your school.")
            return redirect("signposting:rules")
    context = {
        "title": f"Switch off “{found.title}”",
        "lede": "No student of your school will be given this step. Figures, and what students "
        f"are due, stay as they are. Where the rule comes from: {found.source}.",
        "form": form,
        "submit_label": "Switch this rule off",
        "cancel_url": reverse("signposting:rules"),
    }
    return render(request, "web/form_page.html", context)


@page(CAREERS_LEADER)
@require_POST
def switch_on(request: ViewerRequest, rule: str) -> HttpResponse:
    """Let a rule speak again at this school."""
    viewer = request.viewer
    services.switch_on(school=viewer.school, rule=rule, by=request.user)
    messages.success(request, "The rule speaks again.")
    return redirect("signposting:rules")

"""For whom a tutor or an adviser holds their role."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import ADMINISTRATOR
from fingerpost.accounts.selectors import people_at
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page

from ..forms.scopes import ScopeForm
from ..services.scopes import set_scope


@page(ADMINISTRATOR)
def scope(request: ViewerRequest, pk: int) -> HttpResponse:
    """Choose the tutor groups, or everyone, that a role is held for."""
    school = request.viewer.school
    scoped = people_at(school.pk).filter(role__in=[Role.TUTOR, Role.ADVISER])
    holding = get_object_or_404(scoped, pk=pk)
    form = ScopeForm(request.POST or None, holding=holding)
    if request.method == "POST" and form.is_valid():
        set_scope(holding=holding, by=request.user, **form.cleaned_data)
        messages.success(request, f"Saved whom {holding.known_as} sees.")
        return redirect("accounts:people")
    context = {
        "title": f"Whom {holding.known_as} sees",
        "lede": (
            f"As {holding.get_role_display().lower()} they may open the guidance record of these "
            "students and no others."
        ),
        "form": form,
    }
    return render(request, "web/form_page.html", context)

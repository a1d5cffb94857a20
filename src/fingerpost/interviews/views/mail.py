"""Which e-mails a person wants."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import WRITTEN_TO
from fingerpost.accounts.services.mail import choose_mail, mail_choice_of
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.web.access import page

from ..forms.mail import MailForm


@page(WRITTEN_TO)
def mail(request: ViewerRequest) -> HttpResponse:
    """Choose which e-mails to get."""
    viewer = request.viewer
    has_late_actions = viewer.has(Role.TUTOR, Role.ADVISER)
    choice = mail_choice_of(viewer.person)
    initial = {
        "about_interviews": choice.about_interviews,
        "about_late_actions": choice.about_late_actions,
    }
    # Nothing ticked is an answer too.
    posted = request.POST if request.method == "POST" else None
    form = MailForm(posted, initial=initial, has_late_actions=has_late_actions)
    if request.method == "POST" and form.is_valid():
        choose_mail(by=viewer.person, **{**initial, **form.cleaned_data})
        messages.success(request, "Saved.")
        return redirect("interviews:mail")
    context = {
        "title": "E-mails to you",
        "lede": f"They go to {viewer.person.email}.",
        "form": form,
    }
    return render(request, "web/form_page.html", context)

"""The app that holds page templates, components and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and static files shared by all pages."""

    name = "fingerpost.web"
    label = "web"

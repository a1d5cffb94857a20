"""The lessons app."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """Gives the pages about jobs what employers and local bodies say."""

    name = "fingerpost.lessons"

    def ready(self) -> None:
        from fingerpost.pathways.slots import give_news

        from .presenters.news import news_of

        give_news(self.name, news_of)

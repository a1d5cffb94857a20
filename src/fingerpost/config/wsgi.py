"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from fingerpost import walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.config.settings")
walls.serve_requests()
application = get_wsgi_application()

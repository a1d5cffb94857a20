"""What PostgreSQL knows of the rows in its tables."""

from django.db import connection


def learn():
    """Have it look: of rows that are not committed it learns by itself nothing, and then joins a
    whole school by trying every pair. In an installation it looks on its own.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

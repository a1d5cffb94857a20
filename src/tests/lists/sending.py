"""Sending a list as staff do: the file, a look at what it would do, then Save."""

from django.core.files.uploadedfile import SimpleUploadedFile


def look(client, url, text):
    """Send a file; the page that shows what saving it would do."""
    data = text if isinstance(text, bytes) else text.encode()
    answer = client.post(url, {"file": SimpleUploadedFile("list.csv", data)}, follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    return answer


def save(client, seen):
    """Press Save on the page that shows what saving would do."""
    address = seen.request["PATH_INFO"]
    return client.post(address, {"do": "save", "mark": seen.context["found"].mark})


def take_in(client, url, text):
    """Send a file, look and save it; the page that was looked at and the answer to Save."""
    seen = look(client, url, text)
    return seen, save(client, seen)


def problems_of(seen):
    """What the page tells of lines that cannot be kept."""
    return list(seen.context["found"].problems)


def undo(client, url):
    """Undo the list saved last, as the page of the form offers it."""
    address = client.get(url).context["undo_url"]
    return client.post(address, follow=True)

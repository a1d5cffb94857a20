"""Reading ideas and answers about oneself."""

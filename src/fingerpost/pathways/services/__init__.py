"""Writing ideas and answers about oneself."""

"""Forms of ideas and of the questions about oneself."""

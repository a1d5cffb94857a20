"""Forms of the lesson and of local entries."""

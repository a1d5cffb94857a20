"""Forms of choices."""

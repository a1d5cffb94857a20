"""What the start pages and the guidance record show."""

"""What the pages about the roll show."""

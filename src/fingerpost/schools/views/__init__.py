"""Pages about schools, by who uses them."""

"""Making record files, and reading them in."""

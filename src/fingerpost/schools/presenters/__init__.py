"""What the pages about schools show: one file per subject."""

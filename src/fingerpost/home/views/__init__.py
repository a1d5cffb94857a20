"""Start pages, guidance records, and what is coming up for a student."""

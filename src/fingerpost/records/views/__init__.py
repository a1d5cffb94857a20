"""Pages of records that students take along and bring with them."""

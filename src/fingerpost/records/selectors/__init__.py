"""Reading a student's record as a whole, and what they brought with them."""

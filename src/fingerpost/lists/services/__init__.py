"""Services of lists: `taking` looks, saves and undoes; `writing` does it to the rows."""

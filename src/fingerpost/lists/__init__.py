"""Lists that staff send as CSV files: looked at first, then saved in one step, perhaps undone."""

"""What pages of choices say."""

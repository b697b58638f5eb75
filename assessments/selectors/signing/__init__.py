"""Sign-offs: what would limit one, what one froze, and what differs between two."""

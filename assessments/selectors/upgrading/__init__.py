"""What a move to another edition would do, and what moves there were."""

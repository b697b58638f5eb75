"""What providers publish: matrices, their editions, and the readers of their files."""

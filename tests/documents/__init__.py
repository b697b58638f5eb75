"""Documents that are made from the code and the lock: `python -m tests.documents` writes them."""

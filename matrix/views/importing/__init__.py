"""From a file somebody brings to a published edition, page by page."""

"""Working copies that come back."""

"""What comes back from outside: brought, looked at, decided, applied, taken back."""

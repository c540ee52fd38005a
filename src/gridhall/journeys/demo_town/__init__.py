"""The demo: a small town in two provinces, with people who can log in."""

"""See README.md at the root and docs/."""

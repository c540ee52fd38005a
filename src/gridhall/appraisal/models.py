"""Tables; see README.md of this folder."""

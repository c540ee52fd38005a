"""The service desk's screens: the list of cases, a new case, everything about one case."""

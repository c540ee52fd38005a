"""The service desk: cases from receipt to satisfaction."""

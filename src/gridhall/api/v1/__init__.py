"""Version 1 of the API: JSON over HTTPS, described by ``/api/v1/openapi.json``."""

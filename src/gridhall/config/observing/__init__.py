"""What an operator sees of a running installation: log, metrics, liveness and readiness."""

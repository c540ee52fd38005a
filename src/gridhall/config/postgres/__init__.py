"""The embedded PostgreSQL server: our own small supervisor around the wheel's programs.

``server.start(cluster)`` brings a cluster up whatever happened before: first start, clean stop,
power loss, a killed server, a killed launcher. ``embedded.cluster()`` is the installation's own;
``throwaway`` makes one for tests that vanishes afterwards.
"""

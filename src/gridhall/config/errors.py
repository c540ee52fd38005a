"""The one failure of the platform layer: something about this installation is wrong."""

from __future__ import annotations


class InstallationError(Exception):
    """Say what is wrong with the installation and, in ``remedy``, how to mend it."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}".strip()

"""What stands, at one moment and in one language."""

from civora.assembly.queries.processes import process, processes, processes_of

__all__ = ["process", "processes", "processes_of"]

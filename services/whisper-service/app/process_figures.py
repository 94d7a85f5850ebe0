"""What the service and the process of its model use."""

from __future__ import annotations

import os
from pathlib import Path


def cpu_seconds(worker: int | None) -> float:
    """Of this process, of the worker that runs (where there is a /proc), and of those that ended."""
    own = os.times()
    ended = own.children_user + own.children_system
    return own.user + own.system + ended + (_worker_cpu_seconds(worker) if worker else 0.0)


def resident_bytes(worker: int | None) -> int:
    """Of this process and the worker; 0 where there is no /proc."""
    return sum(_resident_bytes(pid) for pid in (os.getpid(), worker) if pid)


def _worker_cpu_seconds(pid: int) -> float:
    try:
        # the name may hold spaces and brackets; after it the times are the fields 14 and 15
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def _resident_bytes(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0

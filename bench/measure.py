"""CPU time of processes, and what is made of it."""

import dataclasses
import os
import pathlib
import statistics
import time

TICK = 1 / os.sysconf("SC_CLK_TCK")


def family(root):
    """The process and all that descend from it."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    members, pending = [], [root]
    while pending:
        pid = pending.pop()
        members.append(pid)
        pending += children.get(pid, [])
    return members


def cpu_seconds(root):
    """User and system time of a process family so far."""
    ticks = 0
    for pid in family(root):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * TICK


def resident_bytes(root):
    pages = sum(int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in family(root))
    return pages * os.sysconf("SC_PAGE_SIZE")


@dataclasses.dataclass
class Sample:
    requests: int
    content_bytes: int
    cpu: float
    wall: float
    resident: int

    def describe(self):
        return (
            f"{self.requests} requests, {self.wall:.2f} s, {self.cpu:.2f} CPU-s,"
            f" {self.cpu / self.requests * 1e6:.1f} us each, {self.resident / 2**20:.0f} MiB resident"
        )


def run(server, workload, round_number):
    before, start = cpu_seconds(server.process.pid), time.monotonic()
    requests, content_bytes = workload.run(server, round_number)
    wall = time.monotonic() - start
    cpu = cpu_seconds(server.process.pid) - before
    return Sample(requests, content_bytes, cpu, wall, resident_bytes(server.process.pid))


class Samples:
    """All samples, by workload and server."""

    def __init__(self):
        self._samples = {}

    def add(self, workload, server, sample):
        by_server = self._samples.setdefault((workload.name, workload.per), {})
        by_server.setdefault(server.name, []).append(sample)

    def medians(self):
        return [
            {"workload": name, "per": per, "servers": {s: self._median(samples, per) for s, samples in servers.items()}}
            for (name, per), servers in self._samples.items()
        ]

    @staticmethod
    def _median(samples, per):
        def cost(sample):
            return sample.cpu / (sample.requests / 1e6 if per == "request" else sample.content_bytes / 1e9)

        return {
            "cpu": statistics.median(map(cost, samples)),
            "lowest": min(map(cost, samples)),
            "highest": max(map(cost, samples)),
            "unit": "us/request" if per == "request" else "CPU-s/GB",
            "requests_per_second": statistics.median(s.requests / s.wall for s in samples),
            "megabytes_per_second": statistics.median(s.content_bytes / s.wall / 1e6 for s in samples),
            "resident_mib": max(s.resident for s in samples) / 2**20,
            "rounds": len(samples),
        }


def table(results):
    rows = [["workload", "server", "CPU (median)", "range", "of nginx", "requests/s", "MB/s", "resident"]]
    for result in results:
        nginx = result["servers"].get("nginx", {}).get("cpu")
        for server, m in result["servers"].items():
            digits = 1 if result["per"] == "request" else 3
            rows.append(
                [
                    result["workload"],
                    server,
                    f"{m['cpu']:.{digits}f} {m['unit']}",
                    f"{m['lowest']:.{digits}f}-{m['highest']:.{digits}f}",
                    f"{m['cpu'] / nginx:.2f}" if nginx else "",
                    f"{m['requests_per_second']:.0f}",
                    f"{m['megabytes_per_second']:.0f}",
                    f"{m['resident_mib']:.0f} MiB",
                ]
            )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)

"""CPU time and memory of processes, and the samples of a run."""

import dataclasses
import os
import pathlib
import statistics

import clients

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


def pss_bytes(root):
    """Memory of a process family; a page that several processes share counts in parts."""
    kilobytes = 0
    for pid in family(root):
        for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes * 1024


@dataclasses.dataclass
class Sample:
    cost: float
    unit: str
    wall: float
    pss: int
    load: clients.Load

    def describe(self):
        return f"{self.cost:.3f} {self.unit}, {self.wall:.2f} s, {self.pss / 2**20:.0f} MiB {self.load.note}"


class Samples:
    """All samples, by workload and server; the n-th samples of two servers were taken in the same round."""

    def __init__(self):
        self._samples = {}

    def add(self, workload, server_name, sample):
        by_server = self._samples.setdefault(workload, {})
        by_server.setdefault(server_name, []).append(sample)

    def results(self):
        return [self._result(workload, by_server) for workload, by_server in self._samples.items()]

    def _result(self, workload, by_server):
        servers = {name: self._median(samples) for name, samples in by_server.items()}
        ours = by_server.get("aptheke")
        ratios = {
            name: statistics.median(mine.cost / theirs.cost for mine, theirs in zip(ours, samples))
            for name, samples in by_server.items()
            if ours and all(sample.cost > 0 for sample in samples)
        }
        goal = dataclasses.asdict(workload.goal) if workload.goal else None
        return {"workload": workload.name, "goal": goal, "servers": servers, "ratios": ratios}

    @staticmethod
    def _median(samples):
        costs = [sample.cost for sample in samples]
        walls = [sample.wall for sample in samples]
        loads = [sample.load for sample in samples]
        return {
            "cost": statistics.median(costs),
            "lowest": min(costs),
            "highest": max(costs),
            "unit": samples[0].unit,
            "wall_seconds": statistics.median(walls),
            "requests_per_second": statistics.median(load.requests / wall for load, wall in zip(loads, walls)),
            "megabytes_per_second": statistics.median(load.content_bytes / wall / 1e6 for load, wall in zip(loads, walls)),
            "p50_milliseconds": statistics.median(load.median for load in loads) * 1e3,
            "p99_milliseconds": statistics.median(load.worst_percentile for load in loads) * 1e3,
            "first_byte_milliseconds": max(load.worst_first_byte for load in loads) * 1e3,
            "pss_mib": max(sample.pss for sample in samples) / 2**20,
            "notes": sorted({load.note for load in loads if load.note}),
            "rounds": len(samples),
        }

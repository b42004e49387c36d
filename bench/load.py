"""The work that is measured. Every workload checks that all answers were whole."""

import pathlib
import re
import subprocess
import tempfile

import peers
import servers

LUA = """
local request_bytes = wrk.format("GET", "{url}", {{ ["Host"] = "{authority}" }})
request = function() return request_bytes end
"""


class Workload:
    """Some requests; ``per`` says what the CPU time is divided by: requests, or gigabytes."""

    def __init__(self, name, per, run):
        self.name = name
        self.per = per
        self._run = run

    def run(self, server, round_number):
        """Does the work and gives how many requests and bytes of content it was."""
        return self._run(server, round_number)


def workloads(origin, options):
    return [
        Workload("hits of a 20 KB file", "request", lambda server, n: small_hits(server, origin, options.seconds)),
        Workload("hits of a 200 MB file", "GB", lambda server, n: large_hits(server, origin)),
        Workload("cold files, 8 at a time", "request", lambda server, n: many(server, origin, n)),
        Workload("warm files, 8 at a time", "request", lambda server, n: many(server, origin, n, passes=5)),
    ]


def small_hits(server, origin, seconds):
    url = origin.url("/pool/small.deb")
    curl(server, [url])
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA.format(url=url, authority=origin.authority))
        script.flush()
        command = [peers.find("wrk"), "-t1", "-c32", f"-d{seconds}s", "-s", script.name]
        report = output([*command, f"http://127.0.0.1:{server.port}/"])
    if "Non-2xx" in report or "Socket errors" in report:
        raise SystemExit(f"bench: {server.name} failed under wrk:\n{report}")
    requests = int(re.search(r"(\d+) requests in", report).group(1))
    return requests, requests * servers.SMALL_BYTES


def large_hits(server, origin):
    """Four after another, then four at a time."""
    url = origin.url("/pool/large.deb")
    for parallel in (1, 4):
        downloaded = curl(server, [url] * 4, parallel)
        if downloaded != 4 * servers.LARGE_BYTES:
            raise SystemExit(f"bench: {server.name} sent {downloaded} bytes for four large files")
    return 8, 8 * servers.LARGE_BYTES


def many(server, origin, round_number, passes=1):
    """All files once, or several times where once is too short for the clock of the kernel."""
    urls = passes * [origin.url(f"/pool/many/{server.name}-{round_number}/{name}") for name in origin.many_sizes]
    downloaded = curl(server, urls, 8)
    expected = passes * sum(origin.many_sizes.values())
    if downloaded != expected:
        raise SystemExit(f"bench: {server.name} sent {downloaded} of {expected} bytes")
    return len(urls), downloaded


def curl(server, urls, parallel=1):
    """Downloads all, on kept connections, and gives the bytes of the answers with status 200."""
    with tempfile.NamedTemporaryFile("w", suffix=".curl") as listing:
        for url in urls:
            listing.write(f'url = "{url}"\noutput = "/dev/null"\n')
        listing.flush()
        command = [peers.find("curl"), "-s", "-x", f"http://127.0.0.1:{server.port}", "-K", listing.name]
        command += ["-w", "%{http_code} %{size_download}\n"]
        if parallel > 1:
            command += ["--parallel", "--parallel-max", str(parallel)]
        lines = output(command, noproxy=True).splitlines()
    answers = [line.split() for line in lines]
    return sum(int(size) for status, size in answers if status == "200")


def output(command, noproxy=False):
    environment = {"PATH": "/usr/bin:/bin"} | ({"no_proxy": ""} if noproxy else {})
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {pathlib.Path(command[0]).name}: exit code {done.returncode}: {done.stderr}")
    return done.stdout

"""Clients that load a cache and say how many answers there were, how large, and how long each took."""

import dataclasses
import pathlib
import re
import socket
import statistics
import subprocess
import tempfile

import peers

FORM = "%{http_code} %{size_download} %{time_starttransfer} %{time_total}\n"
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}


@dataclasses.dataclass
class Load:
    """What a client did; times in seconds."""

    requests: int
    content_bytes: int
    median: float
    worst_percentile: float
    worst_first_byte: float = 0
    note: str = ""


def request_text(server, origin, path, fields=(), path_form=False):
    """The octets of a GET, as a client of a forward proxy writes it, or with the origin in the path."""
    target = f"/{origin.authority}{path}" if path_form else origin.url(path)
    host = f"127.0.0.1:{server.port}" if path_form else origin.authority
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "User-Agent: Debian APT-HTTP/1.3 (2.6.1)", *fields]
    return "\r\n".join(lines) + "\r\n\r\n"


def ask(server, octets):
    """One request on a connection of its own: status and length of the content."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.settimeout(30)
        connection.sendall(octets.encode())
        return read_answer(connection.makefile("rb"))


def read_answer(stream):
    status_line = stream.readline().split()
    if len(status_line) < 2:
        raise SystemExit(f"bench: no answer but {status_line}")
    length = 0
    for line in iter(stream.readline, b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    status = int(status_line[1])
    return status, 0 if status == 304 else len(stream.read(length))


LUA = """
local texts = {{ {texts} }}
local next = 0
request = function()
    next = next % #texts + 1
    return texts[next]
end
"""


def wrk(server, texts, connections, seconds, tls=False):
    """Sends the texts in turn, as fast as the answers come, on kept connections."""
    url = f"https://127.0.0.1:{server.tls_port}/" if tls else f"http://127.0.0.1:{server.port}/"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        quoted = ",\n".join(lua_string(text) for text in texts)
        script.write(LUA.format(texts=quoted))
        script.flush()
        command = [peers.find("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "20s"]
        report = output([*command, "-s", script.name, url])
    if "Non-2xx" in report or "Socket errors" in report:
        raise SystemExit(f"bench: {server.name} failed under wrk:\n{report}")
    requests, size, unit = re.search(r"(\d+) requests in [^,]+, ([\d.]+)([KMGT]?)B read", report).groups()
    factor = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}[unit]
    return Load(int(requests), int(float(size) * factor), wrk_time(report, "50%"), wrk_time(report, "99%"))


def lua_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r").replace("\n", "\\n") + '"'


def wrk_time(report, label):
    number, unit = re.search(rf"{label}\s+([\d.]+)(us|ms|s|m)\b", report).groups()
    return float(number) * UNITS[unit]


def curl(server, urls, parallel=1, tls=False):
    """Downloads all on kept connections, to the proxy by TLS if wanted; every answer has to be a 200."""
    with tempfile.NamedTemporaryFile("w", suffix=".curl") as listing:
        for url in urls:
            listing.write(f'url = "{url}"\noutput = "/dev/null"\n')
        listing.flush()
        command = curl_command(server, tls) + ["-K", listing.name]
        if parallel > 1:
            command += ["--parallel", "--parallel-max", str(parallel)]
        return load_of([output(command)])


def curl_each(server, url, clients):
    """So many processes that download the same at the same time."""
    command = curl_command(server) + ["-o", "/dev/null", url]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) for _ in range(clients)]
    return load_of([process.communicate()[0] for process in running])


def curl_command(server, tls=False):
    proxy = f"https://127.0.0.1:{server.tls_port}" if tls else f"http://127.0.0.1:{server.port}"
    # Nobody knows the authority behind the certificates here.
    return [peers.find("curl"), "-s", "-k", "--proxy-insecure", "-x", proxy, "-w", FORM]


def load_of(reports):
    answers = [line.split() for report in reports for line in report.splitlines()]
    if any(status != "200" for status, *_ in answers):
        raise SystemExit(f"bench: answers with status {sorted({status for status, *_ in answers})}")
    totals = sorted(float(total) for *_, total in answers)
    return Load(
        requests=len(answers),
        content_bytes=sum(int(size) for _, size, _, _ in answers),
        median=statistics.median(totals),
        worst_percentile=totals[min(len(totals) - 1, len(totals) * 99 // 100)],
        worst_first_byte=max(float(first) for _, _, first, _ in answers),
    )


ENVIRONMENT = {"PATH": "/usr/bin:/bin", "no_proxy": ""}


def output(command):
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {pathlib.Path(command[0]).name}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


class IdleConnections:
    """Connections that each had one answer and now wait, as those of clients between two requests."""

    def __init__(self, server, octets, count):
        self.sockets = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", server.port), 10)
            connection.settimeout(30)
            connection.sendall(octets.encode())
            with connection.makefile("rb") as stream:
                read_answer(stream)
            self.sockets.append(connection)

    def close(self):
        for connection in self.sockets:
            connection.close()

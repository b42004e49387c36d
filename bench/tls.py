#!/usr/bin/env python3
"""Compares the CPU time of TLS hits: Aptheke's listener for TLS and its interception, and nginx proxy_cache with TLS.

Both show the same P-256 certificate and speak TLS 1.3 with AES-256-GCM, which the clients prefer. Each round runs every workload on every server
in turn; the cost is the CPU time of the server's own processes, and the ratio is taken within a round. Needs a built
program (./dev build), nginx, wrk, curl and openssl.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import measure

SMALL_BYTES = 20_000
LARGE_BYTES = 200_000_000
LARGE_REQUESTS = 4
START_SECONDS = 60
HOST = "vendor.example"

NGINX = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
worker_processes auto;
{user}
events {{ worker_connections 4096; }}
http {{
    sendfile on;
    tcp_nopush off;
    tcp_nodelay on;
    access_log {log};
    keepalive_requests 100000000;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    open_file_cache max=1024 inactive=600s;
    open_file_cache_valid 600s;
    ssl_protocols TLSv1.3;
    ssl_session_cache shared:s:1m;
    proxy_cache_path {home}/cache keys_zone=c:10m max_size=4g inactive=1d;
{server}
}}
"""

CACHE = """
    server {{
        listen 127.0.0.1:{port} ssl backlog=4096;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        location / {{
            proxy_pass http://127.0.0.1:{origin};
            proxy_set_header Host $host;
            proxy_cache c;
            proxy_cache_valid 200 1d;
            proxy_cache_key $uri;
        }}
    }}
"""

# What is intercepted is asked from the origin by TLS, and what is not by plain HTTP.
ORIGIN = """
    server {{
        listen 127.0.0.1:{port};
        listen 127.0.0.1:{tls_port} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        root {home}/www;
    }}
"""

LUA = """
local bytes = wrk.format("GET", "{target}", {{ ["Host"] = "{host}" }})
request = function() return bytes end
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def output(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[0]}: exit code {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout


class Process:
    """Started here, and stopped here by its own id."""

    def __init__(self, home, command, port):
        self.log = open(home / "output.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, cwd=home)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    raise SystemExit(f"bench: {command[0]}: {(home / 'output.log').read_text()}") from None
                time.sleep(0.05)

    def cpu(self):
        return measure.cpu_seconds(self.process.pid)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


class Identity:
    """A certificate that clients do not check, and the authority that Aptheke trusts its origin by."""

    def __init__(self, home):
        self.certificate, self.key, self.trust = home / "tls.crt", home / "tls.key", home / "trust.p12"
        output(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "9"]
            + ["-keyout", str(self.key), "-out", str(self.certificate), "-subj", "/CN=bench"]
            + ["-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1"]
        )
        output(
            [str(java("keytool")), "-importcert", "-noprompt", "-alias", "bench", "-storetype", "PKCS12"]
            + ["-file", str(self.certificate), "-keystore", str(self.trust), "-storepass", "throwaway"]
        )


def java(program):
    return pathlib.Path(os.environ.get("JAVA_HOME", "/usr")) / "bin" / program


def nginx(home, port, server, access_log):
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(NGINX.format(home=home, user=user, log=access_log, server=server))
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin") or "nginx"
    return Process(home, [program, "-p", str(home), "-e", str(home / "error.log"), "-c", str(configuration)], port)


@dataclasses.dataclass
class Way:
    """How one server is asked: the URL that wrk connects to, the target it sends, and what curl needs."""

    name: str
    process: Process
    connect: str
    target: str
    host: str
    curl: list
    small: bool = True

    def url(self, path):
        return self.target + path


def start_aptheke(home, jar, options, identity, origin_port, origin_tls_port):
    home.mkdir(parents=True)
    plain, tls = free_port(), free_port()
    (home / "hosts").write_text(f"127.0.0.1 localhost {HOST}\n")
    (home / "aptheke.toml").write_text(
        f'listen = ["127.0.0.1:{plain}"]\ndata = "{home}/data"\nconsole.listen = "127.0.0.1:0"\n'
        f'egress.allow = ["127.0.0.0/8"]\nlog.access = "{home}/access.log"\n'
        f'intercept.hosts = ["{HOST}:{origin_tls_port}"]\n'
        f'tls.listen = ["127.0.0.1:{tls}"]\ntls.certificate = "{identity.certificate}"\ntls.key = "{identity.key}"\n'
    )
    command = [str(java("java")), "--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders", "-Xms32m", "-Xmx512m"]
    command += [f"-Djdk.net.hosts.file={home}/hosts", f"-Djavax.net.ssl.trustStore={identity.trust}"]
    command += ["-Djavax.net.ssl.trustStorePassword=throwaway", *options, "-jar", str(jar)]
    configured = ["--config", str(home / "aptheke.toml")]
    output([*command, "ca", "init", *configured])
    process = Process(home, [*command, "serve", *configured], tls)
    origin = f"http://127.0.0.1:{origin_port}"
    return [
        Way("aptheke tls", process, f"https://127.0.0.1:{tls}", origin, f"127.0.0.1:{origin_port}",
            ["-k", "--proxy-insecure", "-x", f"https://127.0.0.1:{tls}"]),
        Way("aptheke interception", process, "", f"https://{HOST}:{origin_tls_port}", "",
            ["-k", "-x", f"http://127.0.0.1:{plain}"], small=False),
    ]


def small_hits(way, seconds, connections):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA.format(target=way.url("/small.deb"), host=way.host))
        script.flush()
        report = output(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name, way.connect])
    if "Non-2xx" in report or "Socket errors" in report:
        raise SystemExit(f"bench: {way.name} failed under wrk:\n{report}")
    return int(re.search(r"(\d+) requests in", report).group(1))


def large_hits(way):
    with tempfile.NamedTemporaryFile("w", suffix=".curl") as listing:
        for _ in range(LARGE_REQUESTS):
            listing.write(f'url = "{way.url("/large.deb")}"\noutput = "/dev/null"\n')
        listing.flush()
        lines = output(
            ["curl", "-sS", "--noproxy", "", *way.curl, "-K", listing.name, "--parallel", "--parallel-max", "4"]
            + ["-w", "%{http_code} %{size_download}\n"],
            env={"PATH": os.environ["PATH"]},
        ).split("\n")
    if lines[:-1] != [f"200 {LARGE_BYTES}"] * LARGE_REQUESTS:
        raise SystemExit(f"bench: {way.name} answered {lines}")
    return LARGE_REQUESTS * LARGE_BYTES / 1e9


def workloads(seconds):
    """Name, unit, which ways, and what to do; it gives by how much the CPU time is divided."""
    return [
        ("https hit of 20 KB, 32 connections", "us/request", lambda way: way.small, lambda way: small_hits(way, seconds, 32) / 1e6),
        ("https hit of 200 MB, 4 connections", "CPU-s/GB", lambda way: True, large_hits),
    ]


def run(home, options):
    """Gives, for each workload, the costs of each way, round by round."""
    identity = Identity(home)
    running, ways = [], []
    try:
        origin_home, origin_port, origin_tls = home / "origin", free_port(), free_port()
        (origin_home / "www").mkdir(parents=True)
        (origin_home / "www/small.deb").write_bytes(os.urandom(SMALL_BYTES))
        (origin_home / "www/large.deb").write_bytes(os.urandom(LARGE_BYTES))
        names = {"certificate": identity.certificate, "key": identity.key}
        server = ORIGIN.format(port=origin_port, tls_port=origin_tls, home=origin_home, **names)
        running.append(nginx(origin_home, origin_port, server, "off"))
        port = free_port()
        cache = CACHE.format(port=port, origin=origin_port, **names)
        running.append(nginx(home / "nginx", port, cache, home / "nginx/access.log"))
        origin = f"http://127.0.0.1:{origin_port}"
        ways.append(
            Way("nginx", running[-1], f"https://127.0.0.1:{port}", origin, f"127.0.0.1:{origin_port}",
                ["-k", "--proxy-insecure", "-x", f"https://127.0.0.1:{port}"])
        )
        jar = pathlib.Path(options.jar)
        for way in start_aptheke(home / "aptheke", jar, options.java_options.split(), identity, origin_port, origin_tls):
            ways.append(way)
        running.append(ways[-1].process)
        return rounds(ways, options)
    finally:
        for process in reversed(running):
            process.stop()


def rounds(ways, options):
    samples = {}
    for number in range(-options.warm_ups, options.rounds):
        for name, unit, fits, work in workloads(options.seconds):
            for way in filter(fits, ways):
                before, begun = way.process.cpu(), time.monotonic()
                amount = work(way)
                wall, cost = time.monotonic() - begun, (way.process.cpu() - before) / amount
                print(f"{number}: {name}, {way.name}: {cost:.3f} {unit}, {wall:.2f} s", file=sys.stderr, flush=True)
                if number >= 0:
                    samples.setdefault((name, unit), {}).setdefault(way.name, []).append(cost)
    return samples


def table(samples):
    lines = ["| workload | server | CPU (median) | range | of nginx |", "|---|---|---|---|---|"]
    for (name, unit), by_way in samples.items():
        for way, costs in by_way.items():
            ratio = statistics.median(mine / theirs for mine, theirs in zip(costs, by_way["nginx"]))
            lines.append(
                f"| {name} | {way} | {statistics.median(costs):.3f} {unit} | {min(costs):.3f}-{max(costs):.3f} | {ratio:.2f} |"
            )
    return "\n".join(lines)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    home = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm-ups", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="length of each run of small hits (default 5)")
    parser.add_argument("--jar", default=str(home / "server/target/aptheke.jar"))
    parser.add_argument("--java-options", default="")
    parser.add_argument("--json", type=pathlib.Path, default=home / "bench/target/tls.json")
    return parser.parse_args()


def main():
    options = arguments()
    home = pathlib.Path(tempfile.mkdtemp(prefix="aptheke-tls-bench-"))
    try:
        samples = run(home, options)
    finally:
        shutil.rmtree(home)
    print(table(samples))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps([{"workload": n, "unit": u, "costs": w} for (n, u), w in samples.items()], indent=2))


if __name__ == "__main__":
    main()

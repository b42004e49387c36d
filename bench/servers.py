"""The origin and the caches, each a process of its own on a free port of 127.0.0.1, with a configuration in a directory
that is thrown away. Every cache writes an access log, as it would in earnest."""

import os
import pathlib
import random
import re
import shlex
import signal
import socket
import subprocess
import time

import peers

SMALL_BYTES = 20_000
LARGE_BYTES = 200_000_000
START_SECONDS = 30


def free_port():
    """A port below 32768: apt-cacher-ng cannot listen on higher ones."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise SystemExit("bench: no free port")


class Server:
    """A process that was started here, and is stopped here by its own id."""

    name = "?"

    def __init__(self, directory, port, command):
        self.directory = directory
        self.port = port
        self.log = open(directory / "output.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, cwd=directory)
        self.await_port()

    def await_port(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    output = (self.directory / "output.log").read_text(encoding="utf-8")
                    self.stop()
                    raise SystemExit(f"bench: {self.name} did not start: {output}") from None
                time.sleep(0.05)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


NGINX_COMMON = """
daemon off;
pid {directory}/nginx.pid;
error_log {directory}/error.log;
worker_processes auto;
worker_rlimit_nofile 8192;
events {{ worker_connections 2048; }}
"""

NGINX_HTTP = """
    sendfile on;
    tcp_nopush off;
    tcp_nodelay on;
    keepalive_requests 1000000;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    open_file_cache max=4096 inactive=60s;
"""


class Nginx(Server):
    """nginx from a configuration text."""

    def __init__(self, directory, port, http):
        directory.mkdir(parents=True)
        configuration = directory / "nginx.conf"
        text = NGINX_COMMON + "user root;\n" * (os.geteuid() == 0) + "http {{" + NGINX_HTTP + http + "}}\n"
        configuration.write_text(text.format(directory=directory, port=port))
        super().__init__(directory, port, [peers.find("nginx"), "-p", str(directory), "-e", str(directory / "error.log"), "-c", str(configuration)])


class Origin(Nginx):
    """A fast static origin. Any first part below /pool/many/ names the same files: each round has cold names."""

    name = "origin"
    HTTP = """
    access_log off;
    server {{
        listen 127.0.0.1:{port};
        root {directory}/www;
        location ~ ^/pool/many/[^/]+/(.*)$ {{ alias {directory}/www/pool/many/$1; }}
    }}
    """

    def __init__(self, directory, files):
        super().__init__(directory, free_port(), self.HTTP)
        many = directory / "www/pool/many"
        many.mkdir(parents=True)
        source = random.Random(1)
        self.many_sizes = {f"f{i:05}.deb": source.randint(2_000, 120_000) for i in range(files)}
        for name, size in self.many_sizes.items():
            (many / name).write_bytes(source.randbytes(size))
        (directory / "www/pool/small.deb").write_bytes(source.randbytes(SMALL_BYTES))
        with open(directory / "www/pool/large.deb", "wb") as large:
            for _ in range(LARGE_BYTES // 1_000_000):
                large.write(source.randbytes(1_000_000))

    @property
    def authority(self):
        return f"127.0.0.1:{self.port}"

    def url(self, path):
        return f"http://{self.authority}{path}"


class NginxCache(Nginx):
    name = "nginx"
    HTTP = """
    access_log {{directory}}/access.log;
    proxy_cache_path {{directory}}/cache levels=1:2 keys_zone=all:16m max_size=50g inactive=7d use_temp_path=off;
    upstream origin {{{{ server {authority}; keepalive 64; }}}}
    server {{{{
        listen 127.0.0.1:{{port}} backlog=1024;
        location / {{{{
            proxy_pass http://origin;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host {authority};
            proxy_cache all;
            proxy_cache_key $request_uri;
            proxy_cache_valid 200 7d;
            proxy_cache_lock on;
        }}}}
    }}}}
    """

    def __init__(self, home, directory, origin, options):
        super().__init__(directory, free_port(), self.HTTP.format(authority=origin.authority))


class AptCacherNg(Server):
    name = "apt-cacher-ng"

    def __init__(self, home, directory, origin, options):
        (directory / "cache").mkdir(parents=True)
        (directory / "log").mkdir()
        port = free_port()
        settings = {
            "Port": port,
            "BindAddress": "127.0.0.1",
            "CacheDir": directory / "cache",
            "LogDir": directory / "log",
            "SupportDir": "/usr/lib/apt-cacher-ng",
            "PidFile": directory / "pid",
            "ForeGround": 1,
            "AllowUserPorts": 0,
            "ExThreshold": 4,
        }
        conf = directory / "acng.conf"
        conf.write_text("".join(f"{key}: {value}\n" for key, value in settings.items()))
        super().__init__(directory, port, [peers.find("apt-cacher-ng"), "-c", str(directory)])


class Aptheke(Server):
    name = "aptheke"
    JVM = ["--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders", "-Xms32m", "-Xmx512m"]

    def __init__(self, home, directory, origin, options):
        directory.mkdir(parents=True)
        port = free_port()
        configuration = directory / "aptheke.toml"
        configuration.write_text(
            f'data = "{directory}/data"\n'
            f'listen = ["127.0.0.1:{port}"]\n'
            f'console.listen = "127.0.0.1:{free_port()}"\n'
            'egress.allow = ["127.0.0.0/8"]\n'
            f'log.access = "{directory}/access.log"\n'
        )
        jar = home / "server/target/aptheke.jar"
        if not jar.exists():
            raise SystemExit(f"bench: {jar} is missing: build the program first (./aptheke version)")
        command = [java(), *self.JVM, *shlex.split(options.java_options), "-jar", str(jar), "serve"]
        super().__init__(directory, port, [*command, "--config", str(configuration)])


def java():
    """A JVM of version 25 or newer."""
    candidates = [pathlib.Path(os.environ.get("JAVA_HOME", "/nowhere"))]
    candidates += sorted(pathlib.Path("/usr/lib/jvm").glob("*"), reverse=True)
    for candidate in candidates:
        release = candidate / "release"
        if release.exists() and (candidate / "bin/java").exists():
            version = re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8"))
            if version and int(version.group(1)) >= 25:
                return str(candidate / "bin/java")
    raise SystemExit("bench: no JVM of version 25 or newer: set JAVA_HOME")


ALL = {"aptheke": Aptheke, "nginx": NginxCache, "apt-cacher-ng": AptCacherNg}

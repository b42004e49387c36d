"""Processes that are measured or measured with: each on a free port of 127.0.0.1, in a directory that is thrown away."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time

import measure
import peers

SMALL_BYTES = 20_000
LARGE_BYTES = 200_000_000
MIXED_FILES = 1_800
START_SECONDS = 60
REST_SECONDS = 3
OPEN_FILES = 65_536
# A host that only the caches know, for what goes through interception.
SECURE_HOST = "vendor.example"
# The date of the small file, in seconds since 1970.
MODIFIED = 1_700_000_000


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
    # Whether it takes part when nobody says who shall.
    by_default = True
    # Whether it stands in for https origins.
    intercepts = False

    def __init__(self, directory, port, command):
        self.directory = directory
        self.port = port
        self.log = open(directory / "output.log", "w", encoding="utf-8")
        self.begun = time.monotonic()
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, cwd=directory)
        self.await_answer()
        self.started = time.monotonic()

    @classmethod
    def alone(cls):
        """What stands for it where it has nothing to do but what all do."""
        return cls

    def await_answer(self):
        """Returns at the first answer, whatever its status."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                    connection.settimeout(5)
                    connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    if connection.recv(64).startswith(b"HTTP/1."):
                        return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                output = (self.directory / "output.log").read_text(encoding="utf-8")
                self.stop()
                raise SystemExit(f"bench: {self.name} did not start: {output}") from None
            time.sleep(0.005)

    def pss_at_rest(self):
        """Memory some seconds after the start, when it has become quiet."""
        time.sleep(REST_SECONDS)
        return measure.pss_bytes(self.process.pid)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


NGINX = """
daemon off;
pid {directory}/nginx.pid;
error_log {directory}/error.log;
worker_processes auto;
worker_rlimit_nofile {open_files};
events {{ worker_connections 16384; }}
{user}
http {{
    sendfile on;
    tcp_nopush off;
    tcp_nodelay on;
    keepalive_requests 100000000;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    open_file_cache max=16384 inactive=600s;
    open_file_cache_valid 600s;
    ssl_protocols TLSv1.3;
    ssl_session_cache shared:sessions:1m;
{http}
}}
"""


class Identity:
    """A certificate that clients do not check, for everything that speaks TLS here, and a store of it for a JVM that checks."""

    def __init__(self, directory):
        directory.mkdir(parents=True)
        self.certificate, self.key, self.trust = directory / "tls.crt", directory / "tls.key", directory / "trust.p12"
        run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "9"]
            + ["-keyout", str(self.key), "-out", str(self.certificate), "-subj", "/CN=bench"]
            + ["-addext", f"subjectAltName=DNS:{SECURE_HOST},IP:127.0.0.1"]
        )
        keytool = os.path.join(os.environ["JAVA_HOME"], "bin/keytool") if "JAVA_HOME" in os.environ else "keytool"
        run(
            [keytool, "-importcert", "-noprompt", "-alias", "bench", "-storetype", "PKCS12"]
            + ["-file", str(self.certificate), "-keystore", str(self.trust), "-storepass", "throwaway"]
        )

    @property
    def nginx(self):
        """How nginx is told of it."""
        return f"ssl_certificate {self.certificate}; ssl_certificate_key {self.key};"


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[0]}: exit code {done.returncode}: {done.stderr}{done.stdout}")


class Nginx(Server):
    """nginx from a configuration text."""

    def __init__(self, directory, port, http):
        directory.mkdir(parents=True, exist_ok=True)
        configuration = directory / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        configuration.write_text(
            NGINX.format(directory=directory, open_files=OPEN_FILES, user=user, http=http)
        )
        command = [peers.find("nginx"), "-p", str(directory), "-e", str(directory / "error.log"), "-c", str(configuration)]
        super().__init__(directory, port, command)


class Origin(Nginx):
    """A fast static origin. Any first part below /pool/many/ and /pool/crowd/ names the same files: each round has cold names."""

    name = "origin"
    HTTP = """
    access_log off;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        listen 127.0.0.1:{tls_port} ssl;
        {identity}
        root {directory}/www;
        location ~ ^/pool/many/[^/]+/(.*)$ {{ alias {directory}/www/pool/many/$1; }}
        location ~ ^/pool/crowd/ {{ access_log {directory}/crowd.log; alias {directory}/www/pool/crowd.deb; }}
    }}
    """

    def __init__(self, directory, cold_files):
        port = free_port()
        self.tls_port = free_port()
        self.identity = Identity(directory / "identity")
        names = {"directory": directory, "port": port, "tls_port": self.tls_port, "identity": self.identity.nginx}
        super().__init__(directory, port, self.HTTP.format(**names))
        source = random.Random(1)
        pool = directory / "www/pool"
        # Together 200 KB times their number.
        self.cold = self.fill(pool / "many", source, cold_files, 2_000, 398_000)
        self.mixed = self.fill(pool / "mixed", source, MIXED_FILES, 2_000, 200_000)
        (pool / "small.deb").write_bytes(source.randbytes(SMALL_BYTES))
        os.utime(pool / "small.deb", (MODIFIED, MODIFIED))
        for name in ("large.deb", "crowd.deb"):
            with open(pool / name, "wb") as large:
                for _ in range(LARGE_BYTES // 1_000_000):
                    large.write(source.randbytes(1_000_000))
        self.pool = pool
        self.stamps = 0

    @staticmethod
    def fill(directory, source, files, smallest, largest):
        directory.mkdir(parents=True)
        sizes = {f"f{i:05}.deb": source.randint(smallest, largest) for i in range(files)}
        for name, size in sizes.items():
            (directory / name).write_bytes(source.randbytes(size))
        return sizes

    @property
    def authority(self):
        return f"127.0.0.1:{self.port}"

    def url(self, path):
        return f"http://{self.authority}{path}"

    @property
    def secure_authority(self):
        return f"{SECURE_HOST}:{self.tls_port}"

    def secure_url(self, path):
        return f"https://{self.secure_authority}{path}"

    def renew_cold(self):
        """Gives the cold files contents that no cache has seen: one that knows contents must not gain by it."""
        for name in self.cold:
            self.stamp(self.pool / "many" / name)

    def renew_crowd(self):
        self.stamp(self.pool / "crowd.deb")

    def stamp(self, file):
        self.stamps += 1
        with open(file, "r+b") as opened:
            opened.write(f"{self.stamps:016}".encode())

    def crowd_requests(self, path):
        """How often this name was asked for."""
        log = self.directory / "crowd.log"
        return log.read_text(encoding="utf-8").count(f"GET {path} ") if log.exists() else 0


def remove(directory):
    shutil.rmtree(directory, ignore_errors=True)

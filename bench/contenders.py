"""The caches that are compared, each in the best fair configuration found for this work. Every one writes an access log,
as it would in earnest, buffered where it can; varnish writes its shared memory log, which is less than the others do."""

import os
import pwd
import subprocess
import threading
import urllib.request

import peers
from servers import SECURE_HOST, Nginx, Server, free_port, run

# What a workload may need of a cache.
FORWARD = "forward-proxy form"
PATH = "path form"
RANGE = "ranges"
MANY_CONNECTIONS = "thousands of connections"
TLS = "TLS towards clients"
AOT = "a cache of what a JVM has learned"


class NginxCache(Nginx):
    """proxy_cache on disk, open files kept, sendfile; tcp_nopush costs it two system calls a request and is off."""

    name = "nginx"
    can = {FORWARD, PATH, RANGE, MANY_CONNECTIONS, TLS}
    HTTP = """
    access_log {directory}/access.log combined buffer=64k flush=1s;
    proxy_cache_path {directory}/cache levels=1:2 keys_zone=all:64m max_size=50g inactive=7d use_temp_path=off;
    upstream origin {{ server {authority}; keepalive 64; keepalive_requests 1000000; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        listen 127.0.0.1:{tls_port} ssl backlog=4096;
        {identity}
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host {authority};
        proxy_cache all;
        proxy_cache_key $uri;
        proxy_cache_valid 200 7d;
        proxy_cache_lock on;
        proxy_cache_lock_timeout 60s;
        proxy_cache_lock_age 60s;
        location / {{ proxy_pass http://origin; }}
        location /{authority}/ {{ proxy_pass http://origin/; }}
    }}
    """

    def __init__(self, home, directory, origin, options):
        port = free_port()
        self.tls_port = free_port()
        names = {"directory": directory, "port": port, "tls_port": self.tls_port, "authority": origin.authority}
        super().__init__(directory, port, self.HTTP.format(identity=origin.identity.nginx, **names))


class AptCacherNg(Server):
    """Its defaults; what it may keep in memory is the kernel's page cache."""

    name = "apt-cacher-ng"
    can = {FORWARD, PATH, RANGE}

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


class Squid(Server):
    """One process with disk threads, 512 MB of memory for objects up to 1 MB, the rest on disk."""

    name = "squid"
    can = {FORWARD, RANGE, MANY_CONNECTIONS}
    CONFIGURATION = """
http_port 127.0.0.1:{port}
acl local src 127.0.0.0/8
http_access allow local
http_access deny all
visible_hostname localhost
pid_filename {directory}/squid.pid
coredump_dir {directory}
cache_log {directory}/cache.log
access_log stdio:{directory}/access.log
buffered_logs on
cache_store_log none
netdb_filename none
cache_mem 512 MB
maximum_object_size_in_memory 1 MB
maximum_object_size 1 GB
cache_dir aufs {directory}/cache 20000 16 256
refresh_pattern . 10080 100% 10080
collapsed_forwarding on
quick_abort_min -1 KB
max_filedescriptors {open_files}
shutdown_lifetime 1 second
pinger_enable off
"""

    def __init__(self, home, directory, origin, options):
        directory.mkdir(parents=True)
        port = free_port()
        configuration = directory / "squid.conf"
        configuration.write_text(self.CONFIGURATION.format(directory=directory, port=port, open_files=16384))
        self.own(directory)
        program = peers.find("squid")
        os.spawnv(os.P_WAIT, program, [program, "-N", "-z", "-f", str(configuration), "-d", "-1"])
        super().__init__(directory, port, [program, "-N", "-f", str(configuration)])

    @staticmethod
    def own(directory):
        """Started as root it becomes the user "proxy"."""
        if os.geteuid() == 0:
            user = pwd.getpwnam("proxy")
            os.chown(directory, user.pw_uid, user.pw_gid)


class Varnish(Server):
    """Everything in memory, 3 GB of it, nothing on disk. It takes the forward-proxy form with one line of VCL."""

    name = "varnish"
    can = {FORWARD, RANGE, MANY_CONNECTIONS}
    VCL = """
vcl 4.1;
backend origin {{ .host = "127.0.0.1"; .port = "{origin_port}"; }}
sub vcl_recv {{
    set req.url = regsub(req.url, "^http://[^/]+", "");
    set req.http.Host = "{authority}";
    return (hash);
}}
sub vcl_backend_response {{ set beresp.ttl = 7d; }}
"""

    def __init__(self, home, directory, origin, options):
        directory.mkdir(parents=True)
        directory.chmod(0o755)
        port = free_port()
        vcl = directory / "default.vcl"
        vcl.write_text(self.VCL.format(origin_port=origin.port, authority=origin.authority))
        command = [peers.find("varnishd"), "-F", "-n", str(directory / "work"), "-a", f"127.0.0.1:{port}"]
        command += ["-f", str(vcl), "-s", "malloc,3g", "-p", "listen_depth=4096"]
        # Else it gives up on a large object for which many small ones have to go.
        command += ["-p", "nuke_limit=1000000"]
        super().__init__(directory, port, command)


class Aptheke(Server):
    """As ./aptheke starts it, with the AOT cache when there is one. One host is intercepted."""

    name = "aptheke"
    can = {FORWARD, PATH, RANGE, MANY_CONNECTIONS, TLS, AOT}
    use_aot = True
    # Left out where starts and memory are measured, as nearly all do without.
    intercepts = True

    def __init__(self, home, directory, origin, options):
        # Its store may be there already.
        directory.mkdir(parents=True, exist_ok=True)
        home = self.home(home, options)
        port, self.console_port = free_port(), free_port()
        configuration = directory / "aptheke.toml"
        configuration.write_text(
            f'data = "{directory}/data"\n'
            f'listen = ["127.0.0.1:{port}"]\n'
            f'console.listen = "127.0.0.1:{self.console_port}"\n'
            'egress.allow = ["127.0.0.0/8"]\n'
            "limits.connections_per_client = 10000\n"
            f'log.access = "{directory}/access.log"\n'
        )
        os.environ["APTHEKE_JAVA_OPTIONS"] = options.java_options
        if self.intercepts:
            self.intercept(home, configuration, origin)
        # Made beforehand: otherwise the first start makes it beside the first workloads.
        if self.use_aot and "APTHEKE_AOT" in (home / "aptheke").read_text(encoding="utf-8"):
            subprocess.run([str(home / "aptheke")], check=True, env=os.environ | {"APTHEKE_AOT": "make"})
        os.environ["APTHEKE_AOT"] = "use" if self.use_aot else "off"
        super().__init__(directory, port, [str(home / "aptheke"), "serve", "--config", str(configuration)])

    def intercept(self, home, configuration, origin):
        """Speaks TLS itself, and as one host."""
        self.tls_port = free_port()
        with open(configuration, "a", encoding="utf-8") as more:
            more.write(
                f'intercept.hosts = ["{origin.secure_authority}"]\n'
                f'tls.listen = ["127.0.0.1:{self.tls_port}"]\n'
                f'tls.certificate = "{origin.identity.certificate}"\n'
                f'tls.key = "{origin.identity.key}"\n'
            )
        hosts = configuration.parent / "hosts"
        hosts.write_text(f"127.0.0.1 localhost {SECURE_HOST}\n")
        trust = f"-Djavax.net.ssl.trustStore={origin.identity.trust} -Djavax.net.ssl.trustStorePassword=throwaway"
        os.environ["APTHEKE_JAVA_OPTIONS"] += f" -Djdk.net.hosts.file={hosts} {trust}"
        if not (configuration.parent / "data/ca").exists():
            run([str(home / "aptheke"), "ca", "init", "--config", str(configuration)])

    @classmethod
    def alone(cls):
        return type(cls.__name__, (cls,), {"intercepts": False})

    @classmethod
    def without_aot(cls):
        return type(cls.__name__, (cls,), {"use_aot": False})

    @staticmethod
    def home(home, options):
        return home


class WatchedAptheke(Aptheke):
    """The same while somebody looks: what Prometheus and an open console ask for, each second."""

    name = "watched"
    by_default = False
    PAGES = ("/metrics", "/api/v1/suites", "/api/v1/origins", "/api/v1/jobs")

    def __init__(self, home, directory, origin, options):
        self.stopped = threading.Event()
        self.watcher = threading.Thread(target=self.watch, daemon=True)
        super().__init__(home, directory, origin, options)
        self.watcher.start()

    def watch(self):
        while not self.stopped.wait(1):
            for page in self.PAGES:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.console_port}{page}", timeout=30) as answer:
                    answer.read()

    def stop(self):
        self.stopped.set()
        if self.watcher.is_alive():
            self.watcher.join()
        super().stop()


class OtherAptheke(Aptheke):
    """Another source tree's program, such as an older one: two versions in one run can be told apart better than two runs."""

    name = "other"
    by_default = False

    @staticmethod
    def home(home, options):
        return options.other


KINDS = (Aptheke, NginxCache, AptCacherNg, Squid, Varnish, WatchedAptheke, OtherAptheke)
ALL = {contender.name: contender for contender in KINDS}

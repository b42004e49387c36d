"""The work that is measured. Every workload checks that all answers were whole. A new one is an entry of the list."""

import dataclasses
import email.utils
import time
import typing

import clients
import contenders
import measure
import servers

SMALL = "/pool/small.deb"
IDLE_CONNECTIONS = 5_000
CROWD = 20


@dataclasses.dataclass(frozen=True)
class Goal:
    """The most that it may cost: a multiple of what the other costs, or without another a number of its unit."""

    most: float
    other: str = ""


@dataclasses.dataclass(frozen=True)
class Workload:
    """Some requests. ``per`` says what the CPU time is divided by: "request" or "GB"."""

    name: str
    per: str
    run: typing.Callable
    needs: str
    goal: Goal | None = None
    # Done once for each server before the first round.
    prepare: typing.Callable = lambda server: None
    # Done before each run, and not measured.
    before: typing.Callable = lambda: None

    def sample(self, server, round_number):
        self.before()
        before, begun = measure.cpu_seconds(server.process.pid), time.monotonic()
        load = self.run(server, round_number)
        wall = time.monotonic() - begun
        cpu = measure.cpu_seconds(server.process.pid) - before
        by_request = self.per == "request"
        cost = cpu / (load.requests / 1e6 if by_request else load.content_bytes / 1e9)
        unit = "us/request" if by_request else "CPU-s/GB"
        return measure.Sample(cost, unit, wall, measure.pss_bytes(server.process.pid), load)


@dataclasses.dataclass(frozen=True)
class IdleMemory:
    """What a connection costs in memory of the process while it waits for the next request. In another instance than the
    one that is measured: there is no memory yet that other work has left."""

    name: str
    needs: str
    goal: Goal
    origin: servers.Origin
    start: typing.Callable
    prepare: typing.Callable = lambda server: None

    def sample(self, server, _):
        other = self.start(type(server).alone())
        try:
            return self.measured(other)
        finally:
            other.stop()
            servers.remove(other.directory)

    def measured(self, server):
        octets = clients.request_text(server, self.origin, SMALL)
        for _ in range(3):
            clients.ask(server, octets)
        before, begun = server.pss_at_rest(), time.monotonic()
        connections = clients.IdleConnections(server, octets, IDLE_CONNECTIONS)
        after = measure.pss_bytes(server.process.pid)
        connections.close()
        wall = time.monotonic() - begun
        load = clients.Load(IDLE_CONNECTIONS, 0, 0, 0)
        return measure.Sample((after - before) / 1024 / IDLE_CONNECTIONS, "KiB/connection", wall, after, load)


@dataclasses.dataclass(frozen=True)
class Start:
    """From the command to the first answer, of another instance beside the one that is measured."""

    name: str
    needs: str
    goal: Goal
    start: typing.Callable
    with_aot: bool = True
    prepare: typing.Callable = lambda server: None

    def sample(self, server, _):
        kind = type(server).alone()
        other = self.start(kind if self.with_aot else kind.without_aot())
        try:
            wall = other.started - other.begun
            load = clients.Load(1, 0, wall, wall)
            return measure.Sample(measure.cpu_seconds(other.process.pid), "CPU-s", wall, other.pss_at_rest(), load)
        finally:
            other.stop()
            servers.remove(other.directory)


def workloads(origin, options):
    """What is asked of servers that run for the whole benchmark, in this order."""
    return [*hits(origin, options), *large(origin), *secure(origin, options), *misses(origin)]


def states(origin, start):
    """Measured in processes that have only just started, or that do nothing."""
    return [
        IdleMemory("5,000 idle connections", contenders.MANY_CONNECTIONS, Goal(10), origin, start),
        Start("start to first answer", contenders.FORWARD, Goal(0.5), start),
        Start("the same without the AOT cache", contenders.AOT, Goal(1.3), start, with_aot=False),
    ]


def hits(origin, options):
    # Exactly its date, as apt says it.
    since = "If-Modified-Since: " + email.utils.formatdate(servers.MODIFIED, usegmt=True)

    def repeat(connections, *, batch=1, **how):
        def run(server, _):
            text = clients.request_text(server, origin, SMALL, **how)
            return clients.wrk(server, [text * batch], connections, options.seconds)

        return run

    def expect(status, length, **how):
        def prepare(server):
            clients.ask(server, clients.request_text(server, origin, SMALL))
            # Twice: what is answered once from the store may be answered from memory from then on.
            for _ in range(2):
                answer = clients.ask(server, clients.request_text(server, origin, SMALL, **how))
                if answer != (status, length):
                    raise SystemExit(f"bench: {server.name} answers {answer}, not {(status, length)}")

        return prepare

    def mixed(server, _):
        texts = [clients.request_text(server, origin, f"/pool/mixed/{name}") for name in origin.mixed]
        return clients.wrk(server, texts, 32, options.seconds)

    def warm(server):
        clients.curl(server, [origin.url(f"/pool/mixed/{name}") for name in origin.mixed] * 2, 8)

    whole = expect(200, servers.SMALL_BYTES)
    range_field = ("Range: bytes=1000-5095",)
    forward, path = contenders.FORWARD, contenders.PATH
    return [
        Workload("20 KB hit, 32 connections", "request", repeat(32), forward, Goal(0.75, "nginx"), whole),
        Workload("20 KB hit, 256 connections", "request", repeat(256), forward, Goal(0.65, "nginx"), whole),
        Workload("20 KB hit, pipelined by 10", "request", repeat(32, batch=10), forward, Goal(0.30, "nginx"), whole),
        Workload(
            "20 KB hit, path form", "request", repeat(32, path_form=True), path, None, expect(200, servers.SMALL_BYTES, path_form=True)
        ),
        Workload("mixed 2-200 KB, 1,800 files", "request", mixed, forward, Goal(0.90, "nginx"), warm),
        Workload("304", "request", repeat(32, fields=(since,)), forward, Goal(0.75, "nginx"), expect(304, 0, fields=(since,))),
        Workload(
            "range of 4 KB", "request", repeat(32, fields=range_field), contenders.RANGE, None, expect(206, 4096, fields=range_field)
        ),
    ]


def large(origin):
    url = origin.url("/pool/large.deb")

    def run(server, _):
        load = clients.curl(server, [url] * 8, 4)
        check(server, load, 8 * servers.LARGE_BYTES)
        return load

    def prepare(server):
        clients.curl(server, [url])

    return [Workload("200 MB hit, 4 connections", "GB", run, contenders.FORWARD, Goal(1.0, "nginx"), prepare)]


def secure(origin, options):
    """The same by TLS: that of our own listener, and for https repositories that of interception."""

    def small(server, _):
        return clients.wrk(server, [clients.request_text(server, origin, SMALL)], 32, options.seconds, tls=True)

    def prepare_small(server):
        clients.curl(server, [origin.url(SMALL)] * 3, tls=True)

    def listener(server, _):
        return whole(server, origin.url("/pool/large.deb"), tls=True)

    def intercepted(server, _):
        # What does not intercept has its listener beside it.
        if not server.intercepts:
            return listener(server, _)
        return whole(server, origin.secure_url("/pool/large.deb"), tls=False)

    def whole(server, url, tls):
        load = clients.curl(server, [url] * 4, 4, tls=tls)
        check(server, load, 4 * servers.LARGE_BYTES)
        return load

    def prepare(server):
        clients.curl(server, [origin.url("/pool/large.deb")])
        if server.intercepts:
            clients.curl(server, [origin.secure_url("/pool/large.deb")])

    goal = Goal(1.1, "nginx")
    return [
        Workload("https: 20 KB hit, 32 connections", "request", small, contenders.TLS, goal, prepare_small),
        Workload("https: 200 MB hit, 4 connections", "GB", listener, contenders.TLS, goal, prepare),
        Workload("https: 200 MB hit by interception", "GB", intercepted, contenders.TLS, goal, prepare),
    ]


def misses(origin):
    def cold(server, round_number):
        urls = [origin.url(f"/pool/many/{server.name}-{round_number}/{name}") for name in origin.cold]
        load = clients.curl(server, urls, 8)
        check(server, load, sum(origin.cold.values()))
        return load

    def crowd(server, round_number):
        path = f"/pool/crowd/{server.name}-{round_number}.deb"
        load = clients.curl_each(server, origin.url(path), CROWD)
        check(server, load, CROWD * servers.LARGE_BYTES)
        load.note = f"{origin.crowd_requests(path)} upstream"
        return load

    return [
        Workload(
            "2,000 cold files, 8 at a time",
            "request",
            cold,
            contenders.FORWARD,
            Goal(1.0, "apt-cacher-ng"),
            before=origin.renew_cold,
        ),
        Workload(
            "20 clients, one cold 200 MB file", "GB", crowd, contenders.FORWARD, Goal(1.0, "nginx"), before=origin.renew_crowd
        ),
    ]


def check(server, load, expected):
    if load.content_bytes != expected:
        raise SystemExit(f"bench: {server.name} sent {load.content_bytes} of {expected} bytes")


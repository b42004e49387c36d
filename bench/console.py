"""Speaks with the API of a running Aptheke."""

import json
import time
import urllib.error
import urllib.request

ENDED = {"done", "failed", "cancelled"}


class Console:
    """The API for operators of one server."""

    def __init__(self, server):
        self.base = f"http://127.0.0.1:{server.console_port}/api/v1/"
        self.await_listener()

    def await_listener(self):
        """It listens a moment after the port for clients."""
        deadline = time.monotonic() + 60
        while True:
            try:
                self.get("jobs/kinds")
                return
            except urllib.error.URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def get(self, path):
        """What is there, as JSON."""
        return self.ask(urllib.request.Request(self.base + path))

    def ask(self, request):
        # A large store takes its time; whatever proxy the environment names is not for loopback.
        request.add_header("Accept", "application/json")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=600) as answer:
            return json.load(answer)

    def begin(self, kind, plan_only=False, **arguments):
        """Begins a job; the number of the run."""
        content = json.dumps({"kind": kind, "planOnly": plan_only, "arguments": arguments}).encode()
        headers = {"Content-Type": "application/json"}
        return self.ask(urllib.request.Request(self.base + "jobs", content, headers))["number"]

    def run(self, number):
        return self.get(f"jobs/{number}")

    def cancel(self, number):
        """Ends a run behind its present step, and waits for that; nothing, when it has ended already."""
        if not has_ended(self.run(number)):
            try:
                self.ask(urllib.request.Request(f"{self.base}jobs/{number}/cancel", b"{}", {"Content-Type": "application/json"}))
            except urllib.error.HTTPError as refused:
                if refused.code != 409:
                    raise
        return self.ended(number)

    def ended(self, number, seconds=600, meanwhile=lambda: None):
        """The run as it is at its end. What is to be done meanwhile is done ten times a second."""
        deadline = time.monotonic() + seconds
        while True:
            run = self.run(number)
            if has_ended(run):
                return run
            if time.monotonic() > deadline:
                raise SystemExit(f"bench: {run['kind']} {number} has not ended within {seconds} s: {run['progress']}")
            meanwhile()
            time.sleep(0.1)


def has_ended(run):
    return run["state"] in ENDED


def count(run, outcome):
    """How many things came to that, and their bytes."""
    of = [each for each in run["counts"] if each["outcome"] == outcome]
    return sum(each["count"] for each in of), sum(each["bytes"] for each in of)

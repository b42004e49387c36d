"""Large stores, made without asking for each file."""

import dataclasses
import hashlib
import os
import pathlib
import subprocess
import sys
import time

import clients
import console

INDEX = "main/binary-amd64/Packages"
LETTERS = 4_000


@dataclasses.dataclass
class Shape:
    """So many entries with so many contents of some letters each; half of the contents, but not more than 60,000, are named by a suite."""

    entries: int
    blobs: int
    suite: str
    letters: int = LETTERS
    # Files that are named too, and are only here.
    folder: pathlib.Path | None = None
    further: int = 0

    @property
    def named(self):
        return min(60_000, self.blobs // 2)


def java(home, *arguments):
    """The command of a program of the benchmark, with the JVM that ./dev has found."""
    program = os.path.join(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
    return [program, "--enable-native-access=ALL-UNNAMED", "-Xmx1g", "-cp", str(home / "server/target/aptheke.jar"), *map(str, arguments)]


def fill(home, data, origin, shape):
    print(f"making a store of {shape.entries} entries and {shape.blobs} blobs", file=sys.stderr)
    begun = time.monotonic()
    packages = origin.directory / "www" / shape.suite / INDEX
    numbers = [data, origin.authority, shape.entries, shape.blobs, packages, shape.letters]
    numbers += [shape.folder, shape.further] if shape.folder else []
    subprocess.run(java(home, home / "bench/FillStore.java", *numbers), check=True)
    print(f"made within {time.monotonic() - begun:.0f} s", file=sys.stderr)


def path(number):
    return f"/pool/main/{chr(ord('a') + number % 26)}/name{number // 10}/name_{number}_amd64.deb"


def know_suite(server, origin, suite):
    """Makes a suite of the index that names some of the store."""
    directory = origin.directory / "www" / suite
    index = (directory / INDEX).read_bytes()
    date = time.strftime("%a, %d %b %Y %H:%M:%S UTC", time.gmtime())
    lines = ["Suite: stable", "Codename: stable", f"Date: {date}", "SHA256:", f" {hashlib.sha256(index).hexdigest()} {len(index)} {INDEX}"]
    (directory / "Release").write_text("\n".join(lines) + "\n")
    clients.curl(server, [origin.url(f"/{suite}/Release")])
    clients.curl(server, [origin.url(f"/{suite}/{INDEX}")])
    api, deadline = console.Console(server), time.monotonic() + 120
    while not api.get("suites/sizes")["suites"]:
        if time.monotonic() > deadline:
            raise SystemExit("bench: the suite is not known")
        time.sleep(0.5)

"""Finds, and as root installs, the programs the benchmark compares with and measures by."""

import os
import pathlib
import shutil
import subprocess
import sys

PACKAGES = {
    "nginx": "nginx-light",
    "apt-cacher-ng": "apt-cacher-ng",
    "squid": "squid",
    "varnishd": "varnish",
    "wrk": "wrk",
    "curl": "curl",
}
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")
SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin"


def find(program):
    return shutil.which(program, path=os.environ["PATH"] + ":" + SYSTEM_PATH)


def require():
    missing = [package for program, package in PACKAGES.items() if not find(program)]
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit("bench: missing packages: apt-get install " + " ".join(missing))
    install(missing)


def install(packages):
    """Installs without starting the services the packages bring."""
    own_policy = not POLICY.exists()
    if own_policy:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    finally:
        if own_policy:
            POLICY.unlink()


def versions():
    """The installed version of each package, for the report."""
    form = "${Package} ${Version}\n"
    command = ["dpkg-query", "-W", "-f", form, *PACKAGES.values()]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return dict(line.split() for line in listed.splitlines())

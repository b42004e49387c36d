"""Tables of what was measured."""

PEERS = ("nginx", "apt-cacher-ng", "squid", "varnish")


def summary(results):
    """One line for each workload: what it cost here, what the others took, and how far the goal is."""
    rows = [["workload", "aptheke", *PEERS, "of nginx", "of the best", "goal", "reached"]]
    for result in results:
        servers, ratios = result["servers"], result["ratios"]
        peers = [name for name in PEERS if name in servers]
        best = min(peers, key=lambda name: servers[name]["cost"], default="")
        rows.append(
            [
                result["workload"],
                cost(servers.get("aptheke"), with_unit=True),
                *(cost(servers.get(name)) for name in PEERS),
                ratio(ratios.get("nginx")),
                f"{ratio(ratios.get(best))} {best}" if best else "",
                *goal(result),
            ]
        )
    return table(rows)


def details(results):
    rows = [["workload", "server", "cost", "lowest-highest", "requests/s", "MB/s", "p50 ms", "p99 ms", "PSS MiB", "notes"]]
    for result in results:
        for name, m in result["servers"].items():
            rows.append(
                [
                    result["workload"],
                    name,
                    cost(m, with_unit=True),
                    f"{number(m['lowest'])}-{number(m['highest'])}",
                    f"{m['requests_per_second']:.0f}",
                    f"{m['megabytes_per_second']:.0f}",
                    f"{m['p50_milliseconds']:.2f}",
                    f"{m['p99_milliseconds']:.2f}",
                    f"{m['pss_mib']:.0f}",
                    "; ".join(notes(m)),
                ]
            )
    return table(rows)


def notes(measured):
    first_byte = measured["first_byte_milliseconds"]
    return [*measured["notes"], *([f"first byte within {first_byte:.0f} ms"] if first_byte else [])]


def goal(result):
    wanted = result["goal"]
    if not wanted or "aptheke" not in result["servers"]:
        return ["", ""]
    if wanted["other"]:
        reached = result["ratios"].get(wanted["other"])
        text = f"{wanted['most']:.2f} x {wanted['other']}"
    else:
        reached = result["servers"]["aptheke"]["cost"]
        text = number(wanted["most"])
    return [text, "" if reached is None else "yes" if reached <= wanted["most"] else "no"]


def cost(measured, with_unit=False):
    if not measured:
        return "-"
    return number(measured["cost"]) + (f" {measured['unit']}" if with_unit else "")


def number(value):
    return f"{value:.3f}" if value < 2 else f"{value:.1f}"


def ratio(value):
    return "-" if value is None else f"{value:.2f}"


def table(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)

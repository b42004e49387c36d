package org.aptheke.e2e.packages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Tool;

/**
 * A network of machines, with the test as one of its hosts: what listens on {@link #host} is reached by all of them. No
 * machine has a way out of it. Several can be there at a time, each with addresses of its own. Immutable.
 */
final class Lan implements AutoCloseable {
    private static final int MOST = 250;

    private final Process switching;
    private final int number;

    private Lan(Process switching, int number) {
        this.switching = switching;
        this.number = number;
    }

    static Lan open() throws IOException, InterruptedException {
        var switching = Scripts.start(List.of("unshare", "--net"), "lan.sh");
        try {
            awaitReady(switching);
            return new Lan(switching, connect(switching.pid()));
        } catch (IOException | AssertionError e) {
            switching.destroyForcibly();
            throw e;
        }
    }

    private static void awaitReady(Process switching) throws IOException {
        var output = new BufferedReader(new InputStreamReader(switching.getInputStream(), StandardCharsets.UTF_8));
        Poll.until("there is a switch", () -> output.ready() || !switching.isAlive());
        if (!"ready".equals(output.readLine())) {
            throw new IOException("there is no switch");
        }
    }

    /** The name of the link decides who has which addresses: the kernel gives it once. */
    private static int connect(long switching) throws IOException, InterruptedException {
        String refusal = "";
        for (int number = 1; number <= MOST; number++) {
            var link = run("ip link add %s type veth peer name out netns %d".formatted(link(number), switching));
            if (link.exitCode() == 0) {
                check(run("ip address add %s/24 dev %s".formatted(address(number, 1), link(number))));
                check(run("ip link set %s up".formatted(link(number))));
                check(run("nsenter --net=/proc/%d/ns/net ip link set out up master lan".formatted(switching)));
                return number;
            }
            refusal = link.output();
        }
        throw new IOException(refusal);
    }

    private static Tool.Outcome run(String command) throws IOException, InterruptedException {
        return Tool.in(Path.of("/")).run(List.of(command.split(" ", -1)));
    }

    private static void check(Tool.Outcome outcome) throws IOException {
        if (outcome.exitCode() != 0) {
            throw new IOException(outcome.output());
        }
    }

    private static String link(int number) {
        return "aptheke-lan" + number;
    }

    private static String address(int number, int host) {
        return "10.213.%d.%d".formatted(number, host);
    }

    /** The test's own address. */
    String host() {
        return address(number, 1);
    }

    /** That of a machine, from 2 on. */
    String address(int machine) {
        return address(number, machine);
    }

    /** All of its addresses, as settings take them. */
    String range() {
        return address(number, 0) + "/24";
    }

    /** The process that has the network, of which there is one for each. */
    long pid() {
        return switching.pid();
    }

    /** A command that runs beside the switch, of which machines are to be connected with the bridge {@code lan}. */
    List<String> inside(String... command) {
        var whole = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid() + "/ns/net"));
        whole.addAll(List.of(command));
        return whole;
    }

    @Override
    public void close() throws IOException {
        switching.getOutputStream().close();
        try {
            if (!switching.waitFor(10, TimeUnit.SECONDS)) {
                switching.destroyForcibly();
            }
        } catch (InterruptedException e) {
            switching.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

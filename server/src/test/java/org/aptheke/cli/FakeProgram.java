package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import org.aptheke.systemd.Vital;

/** Starts nothing and writes down what it is told. */
final class FakeProgram implements Program, Running, SecureOriginBook {
    private static final int LIMIT_SECONDS = 20;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Settings> settings = Collections.synchronizedList(new ArrayList<>());
    private final Optional<String> failure;
    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch mayStart = new CountDownLatch(1);

    private FakeProgram(Optional<String> failure) {
        this.failure = failure;
    }

    static FakeProgram good() {
        var program = holdingTheStart();
        program.letStart();
        return program;
    }

    /** Starts when {@link #letStart} is called. */
    static FakeProgram holdingTheStart() {
        return new FakeProgram(Optional.empty());
    }

    static FakeProgram failing(String message) {
        return new FakeProgram(Optional.of(message));
    }

    /** Waits until it is told to start. */
    void awaitStart() throws InterruptedException {
        assertThat(starting.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    void letStart() {
        mayStart.countDown();
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    Settings lastSettings() {
        return settings.getLast();
    }

    @Override
    public Running start(Configuration given) throws StartFailure {
        calls.add("start");
        settings.add(given.settings());
        if (failure.isPresent()) {
            throw new StartFailure(failure.get());
        }
        starting.countDown();
        try {
            assertThat(mayStart.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new StartFailure("interrupted", e);
        }
        return this;
    }

    @Override
    public FilePacking packing() {
        return new NoPacking();
    }

    @Override
    public void check(Settings given) throws StartFailure {
        if (failure.isPresent()) {
            throw new StartFailure(failure.get());
        }
    }

    @Override
    public TakenOver takeOver(Settings given, OldCache cache, Consumer<String> progress) throws StartFailure {
        calls.add("takeOver " + cache + " into " + given.data());
        if (failure.isPresent()) {
            throw new StartFailure(failure.get());
        }
        progress.accept("half of it");
        return new TakenOver(List.of("taken: 3 files"), true);
    }

    @Override
    public SecureOriginBook secureOrigins() {
        return this;
    }

    @Override
    public List<String> lines(Path data) {
        calls.add("lines of " + data);
        return List.of("a.example:80 is one");
    }

    @Override
    public boolean forget(Path data, String host) {
        calls.add("forget " + host);
        return host.equals("a.example");
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return settings.getFirst().listen();
    }

    @Override
    public List<InetSocketAddress> tlsAddresses() {
        return settings.getFirst().tls().listen();
    }

    @Override
    public List<Vital> vitals() {
        return List.of();
    }

    @Override
    public String load() {
        return "0 connections";
    }

    @Override
    public void reload(Configuration next) throws StartFailure {
        var given = next.settings();
        calls.add("reload");
        if (given.freshness().checkAfter().isZero()) {
            throw new StartFailure("/keys/ca.pem: not there");
        }
        settings.add(given);
    }

    @Override
    public void reopenLogs() {
        calls.add("reopenLogs");
    }

    @Override
    public void stop() {
        calls.add("stop");
    }

    @Override
    public String hashPassword(String password) {
        return "hash of " + password;
    }
}

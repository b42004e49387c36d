package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.bytes;
import static org.aptheke.store.BlobStoreContract.digestOf;
import static org.aptheke.store.BlobStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.http.Fields;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.StoreAudit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends the process, or the power, between each two steps, and looks at what is left. */
final class CrashTest {
    private static final String TEXT = "hello, world";
    private static final Optional<String> BOOT = Optional.of("boot-1");
    private static final Optional<String> OTHER_BOOT = Optional.of("boot-2");

    @TempDir
    Path root;

    enum End {
        KILLED,
        POWER_LOST_NAMES_KEPT,
        POWER_LOST_NAMES_LOST;

        Optional<String> nextBoot() {
            return this == KILLED ? BOOT : OTHER_BOOT;
        }

        void happenTo(FaultyDisk disk) throws IOException {
            if (this != KILLED) {
                disk.losePower(this == POWER_LOST_NAMES_LOST);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void commit_endsBetweenAnyTwoSteps_leavesTheWholeOrNothing(End end) throws IOException {
        int steps = stepsOfOneDeposit();
        assertThat(steps).isGreaterThan(8);
        int whole = 0;
        for (int step = 0; step <= steps; step++) {
            var data = Files.createDirectory(root.resolve(end + "-" + step));
            boolean committed = depositAndDieAfter(step, data, end);
            boolean found = reopenAndLook(data, end);

            assertThat(found || !committed)
                    .as("committed, so found, after %d steps", step)
                    .isTrue();
            whole += found ? 1 : 0;
        }
        assertThat(whole).as("ends that left the whole").isBetween(1, steps / 2);
    }

    @ParameterizedTest
    @EnumSource
    void commitFor_endsBetweenAnyTwoSteps_leavesNoBlobWithoutItsNote(End end) throws IOException {
        int found = 0;
        boolean committed = false;
        for (int step = 0; !committed; step++) {
            var data = Files.createDirectory(root.resolve(end + "-reserved-" + step));
            var disk = new FaultyDisk(data);
            var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, BOOT);
            disk.dieAfter(step);
            committed = depositFor("vendor", store);
            die(store, disk);
            end.happenTo(disk);

            try (var reopened = LocalBlobStore.open(new BlobLayout(data), new RealDisk(data), 0, end.nextBoot())) {
                var blob = reopened.open(digestOf(TEXT), TEXT.length());
                if (blob.isPresent()) {
                    found++;
                    assertThat(read(blob)).isEqualTo(TEXT);
                    assertThat(reopened.reservedFor(digestOf(TEXT)))
                            .as("after %d steps", step)
                            .contains("vendor");
                }
            }
        }
        assertThat(found).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void remove_endsBetweenAnyTwoSteps_leavesNoReservedBlobWithoutItsNote(End end) throws IOException {
        int found = 0;
        boolean removed = false;
        for (int step = 0; !removed; step++) {
            var data = Files.createDirectory(root.resolve(end + "-removed-" + step));
            var disk = new FaultyDisk(data);
            var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, BOOT);
            assertThat(depositFor("vendor", store)).isTrue();
            disk.dieAfter(step);
            removed = remove(store);
            die(store, disk);
            // The system may write any directory by itself, before another.
            disk.recover();
            disk.syncDirectory(new BlobLayout(data).notesLike(digestOf(TEXT)));
            end.happenTo(disk);

            try (var reopened = LocalBlobStore.open(new BlobLayout(data), new RealDisk(data), 0, end.nextBoot())) {
                boolean there = reopened.holds(digestOf(TEXT), TEXT.length());
                found += there ? 1 : 0;
                if (there) {
                    assertThat(reopened.reservedFor(digestOf(TEXT)))
                            .as("after %d steps", step)
                            .contains("vendor");
                }
            }
        }
        assertThat(found).isPositive();
    }

    private static boolean remove(LocalBlobStore store) {
        try (var leaving = store.announce(digestOf(TEXT), false).orElseThrow()) {
            return leaving.remove();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("dead");
            return false;
        }
    }

    private static boolean depositFor(String holder, LocalBlobStore store) {
        try (var deposit = store.open(0, OptionalLong.of(TEXT.length()))) {
            deposit.write(bytes(TEXT));
            deposit.commitFor(holder);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("dead");
            return false;
        }
    }

    private int stepsOfOneDeposit() throws IOException {
        var data = Files.createDirectory(root.resolve("count"));
        var disk = new FaultyDisk(data);
        try (var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, BOOT)) {
            int before = disk.calls();
            deposit(store);
            return disk.calls() - before;
        }
    }

    private static boolean depositAndDieAfter(int step, Path data, End end) throws IOException {
        var disk = new FaultyDisk(data);
        var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, BOOT);
        disk.dieAfter(step);
        boolean committed;
        try {
            deposit(store);
            committed = true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("dead");
            committed = false;
        }
        die(store, disk);
        end.happenTo(disk);
        return committed;
    }

    private static void deposit(LocalBlobStore store) throws IOException {
        try (var deposit = store.open(0, OptionalLong.of(TEXT.length()))) {
            deposit.write(bytes("hello, "));
            deposit.write(bytes("world"));
            deposit.commit();
        }
    }

    /** Gives back only what the kernel would. */
    private static void die(LocalBlobStore store, FaultyDisk disk) {
        disk.dieAfter(0);
        try {
            store.close();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("dead");
        }
    }

    private static boolean reopenAndLook(Path data, End end) throws IOException {
        var catalog = new MemoryCatalog();
        try (var store = LocalBlobStore.open(new BlobLayout(data), new RealDisk(data), 0, end.nextBoot())) {
            Recovery.run(store, catalog);
            StoreAudit.check(data, store, catalog);
            var found = store.open(digestOf(TEXT), TEXT.length());
            if (found.isPresent()) {
                assertThat(read(found)).isEqualTo(TEXT);
            }
            assertThat(store.openFiles()).isZero();
            return found.isPresent();
        }
    }

    @Test
    void recovery_killedWhileWriting_goesOnWhereTheFileEnds() throws IOException {
        var disk = new FaultyDisk(root);
        var catalog = new MemoryCatalog();
        var partial = dieWhileWriting(disk, catalog);

        try (var store = LocalBlobStore.open(new BlobLayout(root), new RealDisk(root), 0, BOOT)) {
            var report = Recovery.run(store, catalog);

            assertThat(report.lastEnd()).isEqualTo(LastEnd.KILLED);
            assertThat(report.partialsKept()).isEqualTo(1);
            assertThat(report.partialsDropped() + report.partsDropped()).isZero();
            try (var deposit = store.resume(partial, 0, OptionalLong.of(12)).orElseThrow()) {
                assertThat(deposit.end()).isEqualTo(7);
                deposit.write(bytes("world"));
                assertThat(deposit.commit().digest()).isEqualTo(digestOf(TEXT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POWER.*", mode = EnumSource.Mode.MATCH_ALL)
    void recovery_powerLostWhileWriting_dropsThePart(End end) throws IOException {
        var disk = new FaultyDisk(root);
        var catalog = new MemoryCatalog();
        dieWhileWriting(disk, catalog);
        end.happenTo(disk);

        try (var store = LocalBlobStore.open(new BlobLayout(root), new RealDisk(root), 0, OTHER_BOOT)) {
            var report = Recovery.run(store, catalog);

            assertThat(report.lastEnd()).isEqualTo(LastEnd.POWER_LOST);
            assertThat(report.partsDropped()).isEqualTo(1);
            assertThat(catalog.parts()).isEmpty();
            StoreAudit.check(root, store, catalog);
        }
    }

    @Test
    void recovery_bootUnknown_trustsNoPart() throws IOException {
        var catalog = new MemoryCatalog();
        dieWhileWriting(new FaultyDisk(root), catalog);

        try (var store = LocalBlobStore.open(new BlobLayout(root), new RealDisk(root), 0, Optional.empty())) {
            assertThat(Recovery.run(store, catalog).partialsKept()).isZero();
        }
    }

    @Test
    void recovery_endsAgainBeforeItRan_stillTrustsNoPart() throws IOException {
        var disk = new FaultyDisk(root);
        var catalog = new MemoryCatalog();
        dieWhileWriting(disk, catalog);
        disk.losePower(false);
        disk.recover();
        die(LocalBlobStore.open(new BlobLayout(root), disk, 0, OTHER_BOOT), disk);

        try (var store = LocalBlobStore.open(new BlobLayout(root), new RealDisk(root), 0, OTHER_BOOT)) {
            assertThat(Recovery.run(store, catalog).partialsKept()).isZero();
        }
    }

    @Test
    void recovery_keptAndClosedBeforePowerWasLost_isResumed() throws IOException {
        var disk = new FaultyDisk(root);
        var catalog = new MemoryCatalog();
        String partial;
        try (var store = LocalBlobStore.open(new BlobLayout(root), disk, 0, BOOT);
                var deposit = store.open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello, "));
            deposit.keep();
            partial = deposit.partial();
            catalog.putPart(part(partial));
        }
        disk.losePower(false);

        try (var store = LocalBlobStore.open(new BlobLayout(root), new RealDisk(root), 0, OTHER_BOOT)) {
            assertThat(Recovery.run(store, catalog).lastEnd()).isEqualTo(LastEnd.CLEAN);
            try (var deposit = store.resume(partial, 0, OptionalLong.empty()).orElseThrow()) {
                assertThat(deposit.digester().current()).isEqualTo(digestOf("hello, "));
            }
        }
    }

    @Test
    void recovery_killedThenClosedThenPowerLost_resumesOnlyTrueBytes() throws IOException {
        var disk = new FaultyDisk(root);
        var catalog = new MemoryCatalog();
        var partial = dieWhileWriting(disk, catalog);
        disk.recover();
        try (var store = LocalBlobStore.open(new BlobLayout(root), disk, 0, BOOT)) {
            Recovery.run(store, catalog);
        }
        disk.losePower(false);

        try (var store = LocalBlobStore.open(new BlobLayout(root), new RealDisk(root), 0, OTHER_BOOT)) {
            Recovery.run(store, catalog);
            try (var deposit = store.resume(partial, 0, OptionalLong.empty()).orElseThrow()) {
                assertThat(deposit.digester().current()).isEqualTo(digestOf("hello, "));
            }
        }
    }

    @Test
    void recovery_filesAndPartsThatDoNotFit_dropsBoth() throws IOException {
        var catalog = new MemoryCatalog();
        catalog.putPart(part("00-gone"));
        try (var store = LocalBlobStore.open(new BlobLayout(root), new RealDisk(root), 0, BOOT)) {
            Files.writeString(root.resolve("partial").resolve("unnamed"), "junk");

            var report = Recovery.run(store, catalog);

            assertThat(report.partialsDropped()).isEqualTo(1);
            assertThat(report.partsDropped()).isEqualTo(1);
            StoreAudit.check(root, store, catalog);
        }
    }

    /** Returns the name of the file that holds {@code "hello, "}. */
    private static String dieWhileWriting(FaultyDisk disk, MemoryCatalog catalog) throws IOException {
        var data = disk.data();
        var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, BOOT);
        var deposit = store.open(0, OptionalLong.of(TEXT.length()));
        deposit.write(bytes("hello, "));
        catalog.putPart(part(deposit.partial()));
        die(store, disk);
        return deposit.partial();
    }

    private static StoredPart part(String partial) {
        return new StoredPart(
                new CacheKey("deb.example.org/" + partial),
                Fields.EMPTY,
                Fields.of("ETag", "\"1\""),
                partial,
                0,
                0,
                OptionalLong.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}

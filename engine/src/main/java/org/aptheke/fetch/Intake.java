package org.aptheke.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.aptheke.digest.Digester;
import org.aptheke.store.Deposit;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of one fetch go: into a deposit that readers follow, or through the transfer's window when nothing is
 * stored, or when the store fails on the way. A failing store never fails the readers. Used by one thread.
 */
final class Intake implements Closeable {
    private final Transfer transfer;
    private final StoreTrouble trouble;
    private @Nullable Deposit deposit;
    private long end;

    /** Told once when the store fails. */
    interface StoreTrouble {
        void failed(IOException cause);
    }

    /** @param deposit null when the content is not stored */
    Intake(Transfer transfer, @Nullable Deposit deposit, long first, StoreTrouble trouble) {
        this.transfer = transfer;
        this.trouble = trouble;
        this.deposit = deposit;
        this.end = deposit == null ? first : deposit.end();
    }

    /** Takes the remaining bytes and shows them to readers. */
    void take(ByteBuffer bytes) throws InterruptedException {
        int count = bytes.remaining();
        if (deposit != null) {
            int before = bytes.position();
            long stored = deposit.end();
            try {
                deposit.write(bytes);
                end += count;
                transfer.grewTo(end);
                return;
            } catch (IOException e) {
                bytes.position(before + (int) (deposit.end() - stored));
                end = deposit.end();
                transfer.grewTo(end);
                giveUpStoring(e);
            }
        }
        end += bytes.remaining();
        transfer.pass(bytes);
    }

    private void giveUpStoring(IOException cause) {
        closeDeposit(cause);
        trouble.failed(cause);
    }

    /** Position after the last byte taken. */
    long end() {
        return end;
    }

    /** The deposit, as long as everything could be stored. */
    Optional<Deposit> deposit() {
        return Optional.ofNullable(deposit);
    }

    /** The digest of what was taken so far, for a comparison with what comes again. */
    Optional<Digester> digester() {
        return deposit == null
                ? Optional.empty()
                : Optional.of(deposit.digester().copy());
    }

    @Override
    public void close() {
        closeDeposit(null);
    }

    private void closeDeposit(@Nullable IOException cause) {
        if (deposit == null) {
            return;
        }
        try {
            deposit.close();
        } catch (IOException e) {
            if (cause == null) {
                trouble.failed(e);
            } else {
                cause.addSuppressed(e);
            }
        }
        deposit = null;
    }
}

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
    private final boolean digesting;
    private @Nullable Deposit deposit;
    private @Nullable Digester digester;
    private long end;

    /** Told once when the store fails. */
    interface StoreTrouble {
        void failed(IOException cause);
    }

    private Intake(
            Transfer transfer,
            @Nullable Deposit deposit,
            long first,
            @Nullable Digester digester,
            StoreTrouble trouble) {
        this.transfer = transfer;
        this.trouble = trouble;
        this.deposit = deposit;
        this.digester = deposit == null ? digester : deposit.digester();
        this.digesting = digester != null;
        this.end = deposit == null ? first : deposit.end();
    }

    /** @param deposit null when the content is not stored */
    static Intake of(Transfer transfer, @Nullable Deposit deposit, long first, StoreTrouble trouble) {
        return new Intake(transfer, deposit, first, null, trouble);
    }

    /** For a whole whose digest is wanted also when it is not stored: by the deposit, else by that fresh digester. */
    static Intake digesting(Transfer transfer, @Nullable Deposit deposit, Digester fresh, StoreTrouble trouble) {
        return new Intake(transfer, deposit, 0, fresh, trouble);
    }

    /**
     * Takes the remaining bytes and shows them to readers.
     *
     * @param more whether more is about to come
     */
    void take(ByteBuffer bytes, boolean more) throws InterruptedException {
        int count = bytes.remaining();
        if (deposit != null) {
            int before = bytes.position();
            long stored = deposit.end();
            try {
                deposit.write(bytes);
                end += count;
                transfer.grewTo(end, more);
                return;
            } catch (IOException e) {
                bytes.position(before + (int) (deposit.end() - stored));
                end = deposit.end();
                transfer.grewTo(end, false);
                giveUpStoring(e);
            }
        }
        end += bytes.remaining();
        if (digester != null) {
            digester.update(bytes.duplicate());
        }
        transfer.pass(bytes);
    }

    private void giveUpStoring(IOException cause) {
        closeDeposit(cause);
        // The deposit's has seen what it has written, and goes on from there where it is wanted.
        digester = digesting ? digester : null;
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

    /** The digests of what was taken so far, as long as they are computed. */
    Optional<Digester> digester() {
        return Optional.ofNullable(digester).map(Digester::copy);
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

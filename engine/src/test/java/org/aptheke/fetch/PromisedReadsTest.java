package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.cache.StoredPart;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.Fields;
import org.aptheke.repo.Expectation;
import org.aptheke.store.local.CountedStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All digests are computed while the bytes pass by: what was written is not read again for them. */
@Timeout(60)
class PromisedReadsTest extends PromisedFixture {
    private static final int BREAK = 1_500_000;

    private CountedStore counted;

    @BeforeEach
    void count() throws IOException {
        store.close();
        counted = CountedStore.open(data);
        store = counted.store();
        fetches = fetchesInto(store);
    }

    @Test
    void bring_allDigestsPromised_readsNothing() throws Exception {
        origin.then(_ -> whole(LARGE));

        assertThat(fetches.bring(promised(all()))).isInstanceOf(Brought.Stored.class);

        assertThat(counted.bytesRead()).isZero();
        assertThat(counted.openedForReaders()).as("for readers that may come").isEqualTo(1);
    }

    @Test
    void bring_md5Only_readsNothing() throws Exception {
        origin.then(_ -> whole(LARGE));

        var md5 = checksum(DigestAlgorithm.MD5, LARGE);
        assertThat(fetches.bring(promised(Expectation.of(md5, OptionalLong.empty()))))
                .isInstanceOf(Brought.Stored.class);

        assertThat(counted.bytesRead()).isZero();
    }

    @Test
    void bring_brokenOffAndResumed_readsNothing() throws Exception {
        origin.then(_ -> FakeOrigin.Reply.of(200)
                .bytes(LARGE, 0, BREAK)
                .length(LARGE.length)
                .breakOff());
        origin.then(_ -> rest(LARGE, BREAK));

        assertThat(fetches.bring(promised(all()))).isInstanceOf(Brought.Stored.class);

        assertThat(counted.bytesRead()).isZero();
    }

    @Test
    void bring_fromAKeptPart_readsThatOnce() throws Exception {
        try (var deposit = store.open(0, OptionalLong.of(LARGE.length))) {
            deposit.write(ByteBuffer.wrap(LARGE, 0, BREAK));
            deposit.keep();
            catalog.putPart(new StoredPart(
                    KEY,
                    Fields.EMPTY,
                    Fields.EMPTY,
                    deposit.partial(),
                    0,
                    BREAK,
                    OptionalLong.of(LARGE.length),
                    clock.instant(),
                    clock.instant()));
        }
        origin.then(_ -> rest(LARGE, BREAK));

        assertThat(fetches.bring(promised(all()))).isInstanceOf(Brought.Stored.class);

        assertThat(counted.bytesRead()).isEqualTo(BREAK);
    }

    private static Expectation all() {
        return new Expectation(
                List.of(
                        checksum(DigestAlgorithm.SHA512, LARGE),
                        checksum(DigestAlgorithm.SHA256, LARGE),
                        checksum(DigestAlgorithm.SHA1, LARGE),
                        checksum(DigestAlgorithm.MD5, LARGE)),
                OptionalLong.of(LARGE.length));
    }
}

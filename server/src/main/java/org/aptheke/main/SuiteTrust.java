package org.aptheke.main;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.aptheke.suite.SuiteId;
import org.aptheke.suite.Trust;

/** THROWAWAY. */
final class SuiteTrust implements Trust {
    @Override
    public Judgement ofInRelease(SuiteId suite, byte[] inRelease, Instant now) {
        var text = new String(inRelease, StandardCharsets.UTF_8);
        int a = text.indexOf("\n\n") + 2;
        int b = text.indexOf("-----BEGIN PGP SIGNATURE");
        var payload = a < 2 || b < a ? text : text.substring(a, b);
        return new Judgement(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), true, true, "throwaway");
    }

    @Override
    public Judgement ofRelease(SuiteId suite, byte[] release, Optional<byte[]> signature, Instant now) {
        return new Judgement(ByteBuffer.wrap(release), true, true, "throwaway");
    }

    @Override
    public boolean isStrict(SuiteId suite) {
        return false;
    }
}

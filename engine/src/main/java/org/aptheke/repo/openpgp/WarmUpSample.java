package org.aptheke.repo.openpgp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A tiny signed file with its keys, Ed25519 and RSA, of which nobody has the secret part any more. */
final class WarmUpSample {
    private static final Instant SIGNED = Instant.parse("2026-01-02T00:00:00Z");

    private static final String IN_RELEASE = """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA512

            Suite: warm-up
            -----BEGIN PGP SIGNATURE-----

            iHUEARYKAB0WIQTZ9oZMadlVgjy8GRD1tGZXWc7TVQUCaVcKgAAKCRD1tGZXWc7T
            VaJWAP9JziQkLRL4mGh9wg+msU6w+7K5vNTa0G9+4bGx8kixowEAs7e2zhwyqpbA
            mEBSviHrTN0Dsfsqqz5CCaPVHQqreAKJATMEAQEKAB0WIQR5qaqzq7U6LbiCi5kf
            nvLY5kFISQUCaVcKgAAKCRAfnvLY5kFISR+5B/9HZlOeb+aqsb2FOHmL9tvsHL8M
            OURVM4xKlHKg0X7aEkt8Rqa6FfN72fRJ1553VDoaMFwb2kzc13wUm0vH0JdxuRta
            aIEPuIMHerE2rbFfShav8LbNhMOZIrRo7Z4d0zyFaQJ95Zy+gQmuej5iGlwIp66g
            +Ik91OX4O3fqoIt2IoqxSDGjVwjEinwenUn3sPNlWlWHBAD6PdPhANKKIfM4huWt
            S/8JkQdAMzCYS+Bkxo/XCjuxpW3t9b57hIeADrnPvsBuztziC8OpUz/LdLykiTUX
            P0fpPtqT+NC7gtDmsjgFQA2i3ABp7y0RITnBoEWOOjlj6465d1oeQv68B4iF
            =6htB
            -----END PGP SIGNATURE-----
            """;

    private static final String KEYS = """
            -----BEGIN PGP PUBLIC KEY BLOCK-----

            mDMEaVW5ABYJKwYBBAHaRw8BAQdAa2+jO2j9QflQjvNpC4FhDAo1ApCmFdC0AU+8
            qeWo37e0B1dhcm0tdXCIkAQTFggAOBYhBNn2hkxp2VWCPLwZEPW0ZldZztNVBQJp
            VbkAAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEPW0ZldZztNVCx4A/iqj
            w8ROGcNsX5mWn8O2vgMBLskCvroWSIl0KO+sAVPFAQCi2n+kZ7y/h73NtM8HSPa3
            vC1XDApJTjf5Pqa4nACaCJkBDQRpVbkAAQgAtyp0tqdwNuoG9nADZvVTeJor0P3m
            BQs9jLatLrfm1XGvELz3xwh4ER0qe368hS/6zws4Xg94sHqqLYp89QIi/TS/Scyo
            mFQcjowjsuFNVFRL5h9BrBa1Z1shLr0Yc0g+qd2Tze3BOh+Iy2vjhIr1l3SEXjcj
            IVIGvRbp4YKgTN2GgoCZGVKLlxpSvDQ1GymE+rKCm0+wOQrnNa9Qr8/+l48rX25X
            5BIYG3RY7Spsh4xG9g4ggMjownwsxX0AXdTGKOuF8IDeRlu6aFv6zNsb+Fxg9aEx
            LWl1FsYuZdVXKjGNJ102jmrqrUWX4ImiKL3KNQKyAaND7JdDRqMwUudRdwARAQAB
            tAtXYXJtLXVwIFJTQYkBTgQTAQoAOBYhBHmpqrOrtTotuIKLmR+e8tjmQUhJBQJp
            VbkAAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEB+e8tjmQUhJva0IAIwb
            QX37S2VRd0BDKJ7yBNl5oe5SoSNY5cGfcd6oqrTyLFty26HDPXFLCM+YIKpKEF9e
            gr4qB0EBD5XEYPbLxXz5d+wHrTDj1yIaeJrHY6WBRn/929weS3uuRVetji8MG9Pf
            dyCEErdidOX2lezrW+iJGnFqcHvUO+iUt5Sqps1RA6HePU/vEuqHI5npGbeis79r
            Mp3yvxXus+u2WmwgEmUs6mOFIv8EfhO/iS8DHQ3hHfA/k39d6m/5waLSHkAmNnbE
            4nFhtW9ABAOPOOwBiiA9gkUC2jU9IAQf5CgPKz/OU8QH0opAWvlflItk6LxK0HqN
            fSad1K6I9ddrffqd8Tc=
            =k4Pv
            -----END PGP PUBLIC KEY BLOCK-----
            """;

    private WarmUpSample() {}

    /** The verdict on it, by the way that every file goes. */
    static SignatureVerdict verify() throws KeyringFormatException {
        var keyring = Keyring.parse(KEYS.getBytes(StandardCharsets.US_ASCII));
        var keyrings = Keyrings.of(List.of(new Keyrings.Source("warm-up", keyring)));
        return SignatureVerifier.verifyInRelease(IN_RELEASE.getBytes(StandardCharsets.US_ASCII), keyrings, SIGNED);
    }
}

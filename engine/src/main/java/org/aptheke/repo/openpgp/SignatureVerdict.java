package org.aptheke.repo.openpgp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the signatures of a release file are worth. */
public sealed interface SignatureVerdict {
    /** The text that was or should have been signed; empty when the file has no form from which it could be told. */
    Optional<SignedText> text();

    /** One line for a person. */
    String summary();

    /**
     * At least one known key signed the text, and no known key's signature is bad.
     *
     * @param signers at least one
     */
    record Good(List<Signer> signers, SignedText signed) implements SignatureVerdict {
        public Good {
            signers = List.copyOf(signers);
        }

        @Override
        public Optional<SignedText> text() {
            return Optional.of(signed);
        }

        @Override
        public String summary() {
            return "signed by " + joined(signers);
        }
    }

    /**
     * There are signatures, all of them by keys that are in no keyring: nothing can be said of them.
     *
     * @param keys at least one
     */
    record UnknownKey(List<KeyId> keys, SignedText signed) implements SignatureVerdict {
        public UnknownKey {
            keys = List.copyOf(keys);
        }

        @Override
        public Optional<SignedText> text() {
            return Optional.of(signed);
        }

        @Override
        public String summary() {
            return "signed by keys that are in no keyring: " + joined(keys);
        }
    }

    /**
     * A known key's signature is bad, or none of those by known keys counts.
     *
     * @param fault the gravest
     * @param findings all of them; at least one
     */
    record Refused(Fault fault, List<Finding> findings, SignedText signed) implements SignatureVerdict {
        public Refused {
            findings = List.copyOf(findings);
        }

        @Override
        public Optional<SignedText> text() {
            return Optional.of(signed);
        }

        @Override
        public String summary() {
            return joined(findings);
        }
    }

    /** There is no signature: a {@code Release} without {@code Release.gpg}. */
    record Unsigned(SignedText unsigned) implements SignatureVerdict {
        @Override
        public Optional<SignedText> text() {
            return Optional.of(unsigned);
        }

        @Override
        public String summary() {
            return "not signed";
        }
    }

    /** Not the signed message or the signature that it should be, such as an error page. apt refuses it whatever the keys. */
    record Malformed(String reason) implements SignatureVerdict {
        @Override
        public Optional<SignedText> text() {
            return Optional.empty();
        }

        @Override
        public String summary() {
            return "malformed: " + reason;
        }
    }

    private static String joined(List<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}

package org.aptheke.repo.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** Keys and signatures that gpg would refuse to make, put together packet by packet. */
final class MadeKey {
    static final Instant MADE = Instant.parse("2020-01-01T00:00:00Z");

    /** Puts into a signature what it is to say. */
    @FunctionalInterface
    interface Statement {
        void put(PGPSignatureSubpacketGenerator hashed) throws IOException;
    }

    private final PGPKeyPair pair;
    private final int digest;

    private MadeKey(PGPKeyPair pair, int digest) {
        this.pair = pair;
        this.digest = digest;
    }

    static MadeKey rsa(int bits) throws PGPException {
        var generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(65537), new SecureRandom(), bits, 80));
        return new MadeKey(
                new BcPGPKeyPair(
                        PublicKeyPacket.VERSION_4,
                        PublicKeyAlgorithmTags.RSA_GENERAL,
                        generator.generateKeyPair(),
                        Date.from(MADE)),
                HashAlgorithmTags.SHA256);
    }

    /** The same key, signing with another digest. */
    MadeKey with(int otherDigest) {
        return new MadeKey(pair, otherDigest);
    }

    PGPPublicKey key() {
        return pair.getPublicKey();
    }

    /** What the key says of itself: a signature of this type over the name. */
    PGPSignature overName(byte[] name, Statement said) throws IOException, PGPException {
        var generator = generator(PGPSignature.POSITIVE_CERTIFICATION, said);
        // The library takes names of UTF-8 only; this is RFC 9580, 5.2.4.
        byte[] body = key().getPublicKeyPacket().getEncodedContents();
        generator.update(ByteBuffer.allocate(3)
                .put((byte) 0x99)
                .putShort((short) body.length)
                .array());
        generator.update(body);
        generator.update(
                ByteBuffer.allocate(5).put((byte) 0xb4).putInt(name.length).array());
        generator.update(name);
        return generator.generate();
    }

    PGPSignature overPair(int type, PGPPublicKey primary, PGPPublicKey subkey, Statement said)
            throws IOException, PGPException {
        return generator(type, said).generateCertification(primary, subkey);
    }

    PGPSignature overText(int type, byte[] text, Statement said) throws IOException, PGPException {
        var generator = generator(type, said);
        generator.update(text);
        return generator.generate();
    }

    private PGPSignatureGenerator generator(int type, Statement said) throws IOException, PGPException {
        var generator = new PGPSignatureGenerator(new BcPGPContentSignerBuilder(key().getAlgorithm(), digest), key());
        generator.init(type, pair.getPrivateKey());
        var hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(false, Date.from(MADE));
        hashed.setIssuerFingerprint(false, key());
        said.put(hashed);
        generator.setHashedSubpackets(hashed.generate());
        return generator;
    }

    /** A clear-signed file of one line of text. */
    static byte[] clearSigned(String line, PGPSignature... signatures) throws IOException {
        var file = new ByteArrayOutputStream();
        file.writeBytes("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        try (var armor = ArmoredOutputStream.builder().clearHeaders().build(file)) {
            for (var signature : signatures) {
                signature.encode(armor);
            }
        }
        return file.toByteArray();
    }

    /** Packets one behind the other. */
    static byte[] packets(byte[]... packets) {
        var all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        return all.toByteArray();
    }
}

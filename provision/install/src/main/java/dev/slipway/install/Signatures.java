package dev.slipway.install;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.jcajce.JcaPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/// Checks OpenPGP signatures. Stateless.
final class Signatures {
    private Signatures() {}

    /// @param keys as registries name them: objects with an `ascii_armor`
    /// @throws IOException if none of the keys signed the content
    static void check(byte[] content, byte[] signature, JsonNode keys) throws IOException {
        try {
            Object first =
                    new JcaPGPObjectFactory(
                                    PGPUtil.getDecoderStream(new ByteArrayInputStream(signature)))
                            .nextObject();
            if (first instanceof PGPSignatureList list) {
                for (JsonNode each : keys) {
                    if (isBy(list.get(0), content, each.path("ascii_armor").asText(""))) {
                        return;
                    }
                }
            }
        } catch (PGPException e) {
            throw new IOException("the signature of the checksums: " + e.getMessage(), e);
        }
        throw new IOException(
                "the checksums are not signed by any of the " + keys.size() + " keys offered");
    }

    private static boolean isBy(PGPSignature signature, byte[] content, String armored)
            throws IOException, PGPException {
        PGPPublicKey key = key(signature.getKeyID(), armored);
        if (key == null || key.hasRevocation()) {
            return false;
        }
        signature.init(new BcPGPContentVerifierBuilderProvider(), key);
        signature.update(content);
        return signature.verify();
    }

    private static org.bouncycastle.openpgp.@org.jspecify.annotations.Nullable PGPPublicKey key(
            long id, String armored) throws IOException, PGPException {
        PGPPublicKeyRingCollection rings =
                new PGPPublicKeyRingCollection(
                        PGPUtil.getDecoderStream(
                                new ByteArrayInputStream(armored.getBytes(StandardCharsets.UTF_8))),
                        new BcKeyFingerprintCalculator());
        Iterator<org.bouncycastle.openpgp.PGPPublicKeyRing> each = rings.getKeyRings();
        while (each.hasNext()) {
            PGPPublicKey key = each.next().getPublicKey(id);
            if (key != null) {
                return key;
            }
        }
        return null;
    }
}

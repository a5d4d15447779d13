package dev.slipway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Secret;
import dev.slipway.proxy.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Certificates out of Secrets of type `kubernetes.io/tls`, checked before the proxy gets them: one
/// bad Secret must not spoil the whole snapshot. A Secret is read once as long as it does not
/// change. Used by one thread.
final class TlsSecrets {
    static final String TYPE = "kubernetes.io/tls";

    private static final int CACHED_MAX = 10_000;

    private final Map<ObjectKey, Read> read = new HashMap<>();

    /// What became of a Secret.
    sealed interface Result {
        /// The chain and the key, both in PEM.
        record Usable(String chainPem, String keyPem) implements Result {
            Certificate forHosts(List<String> hostnames) {
                return new Certificate(hostnames, chainPem, keyPem);
            }
        }

        record Unusable(String problem) implements Result {}
    }

    Result read(Secret secret) {
        Read known = read.get(secret.key());
        if (known != null && known.secret.equals(secret)) {
            return known.result;
        }
        if (read.size() >= CACHED_MAX) {
            read.clear();
        }
        Result result = readAnew(secret);
        read.put(secret.key(), new Read(secret, result));
        return result;
    }

    private static Result readAnew(Secret secret) {
        String chain = text(secret, "tls.crt");
        String key = text(secret, "tls.key");
        if (chain.isBlank() || key.isBlank()) {
            return new Result.Unusable(
                    "Secret "
                            + secret.key()
                            + " has no "
                            + (chain.isBlank() ? "tls.crt" : "tls.key"));
        }
        Result.Usable certificate = new Result.Usable(chain, key);
        String problem = certificate.forHosts(List.of()).problem();
        return problem == null
                ? certificate
                : new Result.Unusable("Secret " + secret.key() + ": " + problem);
    }

    private static String text(Secret secret, String name) {
        try {
            byte[] content = secret.content(name);
            return content == null ? "" : new String(content, US_ASCII);
        } catch (IllegalArgumentException _) {
            // Not Base64: as good as nothing.
            return "";
        }
    }

    private record Read(Secret secret, Result result) {}
}

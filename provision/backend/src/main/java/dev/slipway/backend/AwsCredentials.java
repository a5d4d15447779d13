package dev.slipway.backend;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keys of Amazon Web Services; `expires` is null if they are good for ever. Immutable.
record AwsCredentials(String accessKey, String secretKey, String token, @Nullable Instant expires) {
    AwsCredentials(String accessKey, String secretKey, String token) {
        this(accessKey, secretKey, token, null);
    }

    @Override
    public String toString() {
        return "AwsCredentials[" + accessKey + "]";
    }
}

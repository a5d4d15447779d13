package dev.slipway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ApiException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where the next page of a list starts: after `key`, in the state at `revision`.
record ContinueToken(long revision, String key) {
    String encode() {
        String plain = revision + " " + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
    }

    static ContinueToken decode(String token) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(token), UTF_8);
            int space = plain.indexOf(' ');
            if (space > 0) {
                long revision = Long.parseLong(plain.substring(0, space));
                return new ContinueToken(revision, plain.substring(space + 1));
            }
        } catch (IllegalArgumentException e) {
            throw notValid(e);
        }
        throw notValid(null);
    }

    private static ApiException notValid(@Nullable IllegalArgumentException cause) {
        ApiException result = ApiException.badRequest("continue key is not valid");
        if (cause != null) {
            result.initCause(cause);
        }
        return result;
    }
}

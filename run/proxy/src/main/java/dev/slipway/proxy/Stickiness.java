package dev.slipway.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a route recognises a user, so that the user stays at one version: one of its backends or,
/// where a backend is divided, one of its revisions.
///
/// A user has a place, which is a hash of what the request carries; the place and the weights
/// together say which version serves. Nothing is remembered. While the weight of a version only
/// grows, users only come to it, each at most once; a version whose weight is 0, or that has no
/// endpoint, has no user; over many users the shares are those of the weights.
public sealed interface Stickiness {
    String name();

    /// How long a place that was given out lasts; null: for ever.
    @Nullable Duration lifetime();

    /// A cookie, which the first answer sets. `permanent`: the browser keeps it for the lifetime,
    /// else until it is closed.
    record Cookie(String name, @Nullable Duration lifetime, boolean permanent)
            implements Stickiness {
        public Cookie {
            Checks.headerName(name);
            if (permanent && lifetime == null) {
                throw new IllegalArgumentException(
                        "permanent cookie " + name + ": without a lifetime (expected: one)");
            }
        }
    }

    /// A header with anything that tells users apart. Requests without it are not sticky, unless it
    /// is `assigned`: then the answer carries one for the client to send from then on.
    record Header(String name, @Nullable Duration lifetime, boolean assigned)
            implements Stickiness {
        public Header {
            Checks.headerName(name);
        }
    }
}

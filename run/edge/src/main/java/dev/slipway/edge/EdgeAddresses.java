package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import java.net.URI;
import java.util.List;

/// Where people can reach what is served. Thread-safe; each answer is as of the last change.
public interface EdgeAddresses {
    /// One per HTTP service, and one per host of each HTTPRoute and Ingress.
    List<Address> all();

    /// `kind` is `Service`, `HTTPRoute` or `Ingress`.
    record Address(String kind, ObjectKey key, URI url) {}
}

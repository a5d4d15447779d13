package dev.slipway.console;

import java.net.URI;
import java.util.List;

/// Where people can reach what is served. The console states here what it needs; the server answers
/// from the edge.
@FunctionalInterface
public interface Addresses {
    /// As of now, in the order to show.
    List<Address> all();

    /// `kind` is `Service`, `HTTPRoute` or `Ingress`.
    record Address(String kind, String namespace, String name, URI url) {}
}

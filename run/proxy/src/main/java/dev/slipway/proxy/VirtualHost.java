package dev.slipway.proxy;

import java.util.List;

/// The routes of one host name: exact (`shop.example`), wildcard (`*.example`, any number of
/// labels) or `*` for all. Case and the port in the Host header do not matter.
///
/// More specific names go first; where none of their routes matches, the less specific ones are
/// asked. Inside one name the Gateway API's order holds: exact path, longest prefix, regular
/// expression, method, most headers, most query parameters, and then the order of this list.
public record VirtualHost(String hostname, List<Route> routes) {
    public VirtualHost {
        Checks.notBlank("hostname", hostname);
        routes = List.copyOf(routes);
    }
}

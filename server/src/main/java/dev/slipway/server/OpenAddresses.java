package dev.slipway.server;

import dev.slipway.console.Addresses;
import dev.slipway.edge.EdgeAddresses;
import java.util.List;

/// Where the edge serves things, as the console links to them. Thread-safe.
final class OpenAddresses implements Addresses {
    private final EdgeAddresses addresses;

    OpenAddresses(EdgeAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public List<Address> all() {
        return addresses.all().stream()
                .map(address ->
                        new Address(
                                address.kind(),
                                address.key().namespace(),
                                address.key().name(),
                                address.url()))
                .toList();
    }
}

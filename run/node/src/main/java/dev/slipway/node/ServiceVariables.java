package dev.slipway.node;

import dev.slipway.controller.Informer;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The variables by which programs find services: `X_SERVICE_HOST`, `X_SERVICE_PORT`,
/// `X_SERVICE_PORT_NAME` and the older `X_PORT…`. They state where the service really listens.
/// Thread-safe.
final class ServiceVariables {
    private static final ObjectKey API = new ObjectKey("default", "kubernetes");

    private final Informer<Service> services;
    private final ServiceAddresses addresses;

    ServiceVariables(Informer<Service> services, ServiceAddresses addresses) {
        this.services = services;
        this.addresses = addresses;
    }

    /// Of all services of the namespace if `links`, and of the API itself.
    Map<String, String> of(String namespace, boolean links) {
        List<Service> chosen = new ArrayList<>();
        Service api = services.find(API);
        if (api != null) {
            chosen.add(api);
        }
        if (links) {
            chosen.addAll(services.inNamespace(namespace));
        }
        Map<String, String> variables = new TreeMap<>();
        chosen.forEach(service -> add(service, variables));
        return variables;
    }

    private void add(Service service, Map<String, String> variables) {
        String prefix =
                service.key().name().toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        boolean first = true;
        for (Service.Port port : service.spec().ports()) {
            ServiceAddresses.ServiceAddress found = addresses.find(service, port.port());
            if (found == null) {
                continue;
            }
            String number = Integer.toString(found.port());
            if (first) {
                variables.put(prefix + "_SERVICE_HOST", found.host());
                variables.put(prefix + "_SERVICE_PORT", number);
                variables.put(prefix + "_PORT", url(port.protocol(), found));
                first = false;
            }
            if (port.name() != null && !port.name().isEmpty()) {
                String name = port.name().toUpperCase(Locale.ROOT).replace('-', '_');
                variables.put(prefix + "_SERVICE_PORT_" + name, number);
            }
            addLink(prefix, port, found, variables);
        }
    }

    private static void addLink(
            String prefix,
            Service.Port port,
            ServiceAddresses.ServiceAddress found,
            Map<String, String> variables) {
        String protocol = protocol(port.protocol());
        String link = prefix + "_PORT_" + port.port() + "_" + protocol.toUpperCase(Locale.ROOT);
        variables.put(link, url(port.protocol(), found));
        variables.put(link + "_PROTO", protocol);
        variables.put(link + "_PORT", Integer.toString(found.port()));
        variables.put(link + "_ADDR", found.host());
    }

    private static String url(@Nullable String protocol, ServiceAddresses.ServiceAddress found) {
        return protocol(protocol) + "://" + found.host() + ":" + found.port();
    }

    private static String protocol(@Nullable String protocol) {
        return protocol == null ? "tcp" : protocol.toLowerCase(Locale.ROOT);
    }
}

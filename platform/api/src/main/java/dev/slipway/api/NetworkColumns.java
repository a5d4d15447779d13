package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The tables of what traffic goes through.
final class NetworkColumns {
    private static final int SHOWN_MAX = 3;

    private NetworkColumns() {}

    static List<Column> services() {
        return List.of(
                Columns.NAME,
                Columns.text("Type", "How the service is reached.", Columns.textAt("/spec/type")),
                Columns.text(
                        "Cluster-IP",
                        "The address within the cluster.",
                        Columns.textOrNoneAt("/spec/clusterIP")),
                Columns.text(
                        "External-IP",
                        "The addresses from outside.",
                        (service, now) -> externalAddress(service)),
                Columns.text("Port(s)", "Ports and protocols.", (service, now) -> ports(service)),
                Columns.AGE,
                Columns.wide(
                        "Selector",
                        "Labels of the pods behind the service.",
                        (service, now) -> Columns.labels(service.at("/spec/selector"))));
    }

    private static String externalAddress(ObjectNode service) {
        List<String> addresses = new ArrayList<>();
        service.at("/spec/externalIPs").forEach(address -> addresses.add(address.asText()));
        return switch (service.at("/spec/type").asText("")) {
            case "ExternalName" -> service.at("/spec/externalName").asText("");
            case "LoadBalancer" -> {
                addresses.addAll(0, ingressAddresses(service));
                yield addresses.isEmpty() ? "<pending>" : String.join(",", addresses);
            }
            default -> Columns.orNone(String.join(",", addresses));
        };
    }

    private static List<String> ingressAddresses(ObjectNode object) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode ingress : object.at("/status/loadBalancer/ingress")) {
            String address = Trees.text(ingress, "ip");
            addresses.add(address.isEmpty() ? Trees.text(ingress, "hostname") : address);
        }
        return addresses;
    }

    private static String ports(ObjectNode service) {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : service.at("/spec/ports")) {
            int node = port.path("nodePort").asInt(0);
            ports.add(
                    port.path("port").asInt(0)
                            + (node == 0 ? "" : ":" + node)
                            + "/"
                            + Trees.text(port, "protocol"));
        }
        return Columns.orNone(String.join(",", ports));
    }

    static List<Column> endpointSlices() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "AddressType", "The kind of addresses.", Columns.textAt("/addressType")),
                Columns.text(
                        "Ports",
                        "Ports of the endpoints.",
                        (slice, now) -> {
                            List<String> ports = new ArrayList<>();
                            slice.path("ports")
                                    .forEach(port -> ports.add(port.path("port").asText("*")));
                            return ports.isEmpty() ? "<unset>" : limited(ports);
                        }),
                Columns.text(
                        "Endpoints",
                        "Addresses of the endpoints.",
                        (slice, now) -> {
                            List<String> addresses = new ArrayList<>();
                            slice.path("endpoints")
                                    .forEach(endpoint ->
                                            addresses.add(endpoint.at("/addresses/0").asText("")));
                            return addresses.isEmpty() ? "<unset>" : limited(addresses);
                        }),
                Columns.AGE);
    }

    private static String limited(List<String> parts) {
        if (parts.size() <= SHOWN_MAX) {
            return String.join(",", parts);
        }
        int more = parts.size() - SHOWN_MAX;
        return String.join(",", parts.subList(0, SHOWN_MAX)) + " + " + more + " more...";
    }

    static List<Column> ingresses() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Class",
                        "The class that decides who serves it.",
                        Columns.textOrNoneAt("/spec/ingressClassName")),
                Columns.text("Hosts", "The names it answers to.", (ingress, now) -> hosts(ingress)),
                Columns.text(
                        "Address",
                        "Where it is reached.",
                        (ingress, now) -> String.join(",", ingressAddresses(ingress))),
                Columns.text(
                        "Ports",
                        "The ports it listens on.",
                        (ingress, now) -> ingress.at("/spec/tls").isEmpty() ? "80" : "80, 443"),
                Columns.AGE);
    }

    private static String hosts(ObjectNode ingress) {
        Set<String> hosts = new LinkedHashSet<>();
        ingress.at("/spec/rules").forEach(rule -> hosts.add(Trees.text(rule, "host")));
        hosts.remove("");
        return hosts.isEmpty() ? "*" : limited(List.copyOf(hosts));
    }

    static List<Column> ingressClasses() {
        return List.of(
                Columns.NAME,
                Columns.text("Controller", "Who serves it.", Columns.textAt("/spec/controller")),
                Columns.text(
                        "Parameters",
                        "The object that configures it.",
                        (object, now) -> {
                            String kind = object.at("/spec/parameters/kind").asText("");
                            String name = object.at("/spec/parameters/name").asText("");
                            return kind.isEmpty() ? Columns.NONE : kind + "/" + name;
                        }),
                Columns.AGE);
    }

    static List<Column> gatewayClasses() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Controller", "Who serves it.", Columns.textAt("/spec/controllerName")),
                Columns.text(
                        "Accepted",
                        "Whether somebody serves it.",
                        (object, now) -> condition(object, "Accepted")),
                Columns.AGE,
                Columns.wide(
                        "Description", "What it is for.", Columns.textAt("/spec/description")));
    }

    static List<Column> gateways() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Class",
                        "The class that decides who serves it.",
                        Columns.textAt("/spec/gatewayClassName")),
                Columns.text(
                        "Address",
                        "Where it is reached.",
                        Columns.textAt("/status/addresses/0/value")),
                Columns.text(
                        "Programmed",
                        "Whether it is in force.",
                        (object, now) -> condition(object, "Programmed")),
                Columns.AGE);
    }

    static List<Column> routes() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Hostnames",
                        "The names it answers to.",
                        (route, now) -> {
                            JsonNode hosts = route.at("/spec/hostnames");
                            return hosts.isArray() ? hosts.toString() : "";
                        }),
                Columns.AGE);
    }

    private static String condition(ObjectNode object, String type) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (Trees.text(condition, "type").equals(type)) {
                return Trees.text(condition, "status");
            }
        }
        return "Unknown";
    }
}

package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Services. Their addresses are given out when they are stored.
final class ServiceRules implements KindRules {
    private static final List<String> TYPES =
            List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");
    private static final int AFFINITY_SECONDS = 10800;
    private static final int PORT_MAX = 65535;

    @Override
    public void applyDefaults(ObjectNode service) {
        ObjectNode spec = Trees.object(service, "spec");
        Trees.defaultText(spec, "sessionAffinity", "None");
        if (Trees.text(spec, "sessionAffinity").equals("ClientIP")) {
            ObjectNode client =
                    Trees.object(Trees.object(spec, "sessionAffinityConfig"), "clientIP");
            Trees.defaultNumber(client, "timeoutSeconds", AFFINITY_SECONDS);
        }
        Trees.defaultText(spec, "type", "ClusterIP");
        for (JsonNode port : spec.path("ports")) {
            if (port instanceof ObjectNode object) {
                Trees.defaultText(object, "protocol", "TCP");
                JsonNode target = object.path("targetPort");
                boolean unset =
                        !Trees.has(object, "targetPort")
                                || (target.isNumber() && target.asInt() == 0)
                                || (target.isTextual() && target.textValue().isEmpty());
                if (unset && object.has("port")) {
                    object.set("targetPort", object.get("port"));
                }
            }
        }
        defaultByType(spec, Trees.text(spec, "type"));
    }

    private static void defaultByType(ObjectNode spec, String type) {
        if (type.equals("ExternalName")) {
            return;
        }
        Trees.defaultText(spec, "internalTrafficPolicy", "Cluster");
        Trees.defaultText(spec, "ipFamilyPolicy", "SingleStack");
        if (Trees.isEmptyArray(spec, "ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        if (!type.equals("ClusterIP")) {
            Trees.defaultText(spec, "externalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            Trees.defaultFlag(spec, "allocateLoadBalancerNodePorts", true);
        }
    }

    @Override
    public void prepareCreate(ObjectNode service) {
        Trees.object(Trees.object(service, "status"), "loadBalancer");
    }

    /// An update that is silent about the address keeps it.
    @Override
    public void prepareUpdate(ObjectNode service, ObjectNode before) {
        ObjectNode spec = Trees.object(service, "spec");
        String oldAddress = before.at("/spec/clusterIP").asText("");
        boolean external = Trees.text(spec, "type").equals("ExternalName");
        if (external) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
        } else if (Trees.text(spec, "clusterIP").isEmpty() && !oldAddress.isEmpty()) {
            spec.put("clusterIP", oldAddress);
            spec.putArray("clusterIPs").add(oldAddress);
        }
    }

    @Override
    public void validate(ObjectNode service, Problems problems) {
        ObjectNode spec = Trees.object(service, "spec");
        String type = Trees.text(spec, "type");
        boolean headless = Trees.text(spec, "clusterIP").equals(ServiceAddresses.NONE);
        if (!TYPES.contains(type)) {
            problems.notSupported("spec.type", type, TYPES);
        }
        if (type.equals("ExternalName")) {
            String name = Trees.text(spec, "externalName");
            if (name.isEmpty()) {
                problems.required("spec.externalName", "");
            } else {
                problems.invalidAll("spec.externalName", name, Names.subdomainFaults(name));
            }
        } else if (Trees.isEmptyArray(spec, "ports") && !headless) {
            problems.required("spec.ports", "");
        }
        if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            problems.invalid(
                    "spec.clusterIPs[0]",
                    "None",
                    "may not be set to 'None' for " + type + " services");
        }
        String affinity = Trees.text(spec, "sessionAffinity");
        if (!AFFINITIES.contains(affinity)) {
            problems.notSupported("spec.sessionAffinity", affinity, AFFINITIES);
        }
        Labels.validate("spec.selector", spec.get("selector"), problems);
        validatePorts(spec, problems);
    }

    private static void validatePorts(ObjectNode spec, Problems problems) {
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        boolean several = spec.path("ports").size() > 1;
        int index = 0;
        for (JsonNode port : spec.path("ports")) {
            String place = "spec.ports[" + index + "]";
            String name = Trees.text(port, "name");
            if (name.isEmpty() && several) {
                problems.required(place + ".name", "");
            } else if (!name.isEmpty()) {
                problems.invalidAll(place + ".name", name, Names.labelFaults(name));
                if (!names.add(name)) {
                    problems.duplicate(place + ".name", name);
                }
            }
            int number = port.path("port").asInt(0);
            if (number < 1 || number > PORT_MAX) {
                problems.invalid(place + ".port", number, "must be between 1 and 65535, inclusive");
            }
            String protocol = Trees.text(port, "protocol");
            if (!PROTOCOLS.contains(protocol)) {
                problems.notSupported(place + ".protocol", protocol, PROTOCOLS);
            }
            if (!numbers.add(protocol + number)) {
                problems.duplicate(place, port);
            }
            validateTarget(place + ".targetPort", port.path("targetPort"), problems);
            index++;
        }
    }

    private static void validateTarget(String place, JsonNode target, Problems problems) {
        if (target.isTextual()) {
            problems.invalidAll(
                    place, target.textValue(), Names.portNameFaults(target.textValue()));
        } else if (target.isNumber() && (target.asInt() < 1 || target.asInt() > PORT_MAX)) {
            problems.invalid(place, target, "must be between 1 and 65535, inclusive");
        }
    }

    @Override
    public void validateUpdate(ObjectNode service, ObjectNode before, Problems problems) {
        String address = service.at("/spec/clusterIP").asText("");
        String old = before.at("/spec/clusterIP").asText("");
        boolean external = service.at("/spec/type").asText("").equals("ExternalName");
        if (!external && !old.isEmpty() && !address.equals(old)) {
            problems.invalid("spec.clusterIPs[0]", address, "may not change once set");
        }
    }
}

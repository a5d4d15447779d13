package dev.slipway.node;

import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.KeyReference;
import dev.slipway.model.kinds.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The environment of a container: services, then its ports, then `envFrom`, then `env`, where
/// later ones win and may refer to earlier ones. For one container and one start of it.
final class PodEnvironment {
    private static final Pattern NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

    private final ConfigSources sources;
    private final PodFields fields;
    private final PodPorts ports;
    private final Map<String, String> variables = new LinkedHashMap<>();

    PodEnvironment(ConfigSources sources, PodFields fields, PodPorts ports) {
        this.sources = sources;
        this.fields = fields;
        this.ports = ports;
    }

    Map<String, String> build(Container container, Map<String, String> services) {
        variables.putAll(services);
        addPorts(container);
        container.envFrom().forEach(this::addAll);
        for (Container.EnvVar variable : container.env()) {
            String value = value(variable, container);
            if (value != null) {
                variables.put(variable.name(), value);
            }
        }
        return variables;
    }

    List<String> expand(List<String> words) {
        return words.stream().map(word -> VariableExpansion.expand(word, variables)).toList();
    }

    private void addPorts(Container container) {
        boolean first = true;
        for (Container.Port port : container.ports()) {
            String number = Integer.toString(ports.hostPort(port.containerPort()));
            if (first) {
                variables.put("PORT", number);
                first = false;
            }
            if (port.name() != null && !port.name().isEmpty()) {
                String name = port.name().toUpperCase(Locale.ROOT).replace('-', '_');
                variables.put("PORT_" + name, number);
            }
        }
    }

    private void addAll(Container.EnvFrom from) {
        String prefix = from.prefix() == null ? "" : from.prefix();
        if (from.configMapRef() != null) {
            ConfigMap map =
                    sources.configMap(
                            from.configMapRef().name(),
                            Boolean.TRUE.equals(from.configMapRef().optional()));
            if (map != null) {
                map.data().forEach((key, value) -> addNamed(prefix + key, value));
            }
        }
        if (from.secretRef() != null) {
            Secret secret =
                    sources.secret(
                            from.secretRef().name(),
                            Boolean.TRUE.equals(from.secretRef().optional()));
            if (secret != null) {
                secret.data().forEach((key, value) -> addNamed(prefix + key, decoded(value)));
            }
        }
    }

    /// Keys that can be no variable's name are left out, as in Kubernetes.
    private void addNamed(String name, String value) {
        if (NAME.matcher(name).matches()) {
            variables.put(name, value);
        }
    }

    private @Nullable String value(Container.EnvVar variable, Container container) {
        Container.EnvSource from = variable.valueFrom();
        if (from == null) {
            String text = variable.value() == null ? "" : variable.value();
            return VariableExpansion.expand(text, variables);
        }
        if (from.fieldRef() != null) {
            return fields.field(from.fieldRef().fieldPath());
        }
        if (from.resourceFieldRef() != null) {
            return fields.resource(from.resourceFieldRef(), container);
        }
        byte[] bytes = null;
        KeyReference map = from.configMapKeyRef();
        KeyReference secret = from.secretKeyRef();
        if (map != null) {
            bytes = sources.configMapKey(map);
        } else if (secret != null) {
            bytes = sources.secretKey(secret);
        }
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

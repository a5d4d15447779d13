package dev.slipway.scrape.config;

import dev.slipway.model.ApiException;
import dev.slipway.model.FieldSelector;
import dev.slipway.model.FieldSelectors;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.LabelSelectors;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes.Role;
import dev.slipway.series.Labels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the `*_sd_configs` of a section.
final class DiscoveryReading {
    private static final List<String> UNSUPPORTED =
            List.of(
                    "aws",
                    "azure",
                    "consul",
                    "digitalocean",
                    "docker",
                    "dockerswarm",
                    "ec2",
                    "eureka",
                    "gce",
                    "hetzner",
                    "ionos",
                    "kuma",
                    "lightsail",
                    "linode",
                    "marathon",
                    "nerve",
                    "nomad",
                    "oci",
                    "openstack",
                    "outscale",
                    "ovhcloud",
                    "puppetdb",
                    "scaleway",
                    "serverset",
                    "stackit",
                    "triton",
                    "uyuni",
                    "vultr");
    private static final Duration REFRESH_FILES = Duration.ofMinutes(5);
    private static final Duration REFRESH_HTTP = Duration.ofMinutes(1);
    private static final Duration REFRESH_DNS = Duration.ofSeconds(30);

    private final Path folder;
    private final HttpReading http;

    DiscoveryReading(Path folder, HttpReading http) {
        this.folder = folder;
        this.http = http;
    }

    List<DiscoveryConfig> discoveries(Section section) {
        List<DiscoveryConfig> all = new ArrayList<>();
        List<TargetGroup> groups = groups(section);
        if (!groups.isEmpty()) {
            all.add(new DiscoveryConfig.Static(groups));
        }
        all.addAll(section.objects("file_sd_configs", this::files));
        all.addAll(section.objects("http_sd_configs", this::overHttp));
        all.addAll(section.objects("dns_sd_configs", DiscoveryReading::dns));
        all.addAll(section.objects("kubernetes_sd_configs", this::kubernetes));
        for (String name : UNSUPPORTED) {
            section.ignore(
                    "this discovery is not supported, its targets will be missing",
                    name + "_sd_configs");
        }
        return all;
    }

    private List<TargetGroup> groups(Section section) {
        List<TargetGroup> groups = new ArrayList<>();
        section.objects(
                "static_configs",
                group -> {
                    List<String> addresses = group.texts("targets");
                    for (String address : addresses) {
                        // Rules may make a parameter of it, as for a prober.
                        if (address.contains("/") && !section.has("relabel_configs")) {
                            group.wrong("targets", address, "`host:port` without a path");
                        }
                    }
                    Map<String, String> labels =
                            group.textMap("labels", NameValidation.UTF8::allowsLabel);
                    String source = Integer.toString(groups.size());
                    groups.add(TargetGroup.ofAddresses(source, addresses, Labels.of(labels)));
                    return group;
                });
        return groups;
    }

    private @Nullable DiscoveryConfig files(Section section) {
        List<String> patterns = new ArrayList<>();
        for (String file : section.texts("files")) {
            boolean known =
                    file.endsWith(".json") || file.endsWith(".yml") || file.endsWith(".yaml");
            String name = file.substring(file.lastIndexOf('/') + 1);
            if (!known || file.substring(0, file.length() - name.length()).contains("*")) {
                section.wrong(
                        "files", file, "a path to .json, .yml or .yaml, `*` in its last part only");
            }
            patterns.add(
                    file.startsWith("/") ? file : folder.resolve(".").normalize() + "/" + file);
        }
        if (patterns.isEmpty()) {
            section.error("files", "`files` names no file");
        }
        return new DiscoveryConfig.InFiles(
                patterns, section.duration("refresh_interval", REFRESH_FILES));
    }

    private @Nullable DiscoveryConfig overHttp(Section section) {
        URI url = HttpReading.url(section, "url");
        Duration refresh = section.duration("refresh_interval", REFRESH_HTTP);
        HttpSettings settings = http.settings(section);
        return url == null ? null : new DiscoveryConfig.OverHttp(url, refresh, settings);
    }

    private static @Nullable DiscoveryConfig dns(Section section) {
        List<String> names = section.texts("names");
        Map<String, DiscoveryConfig.Dns.RecordType> words = new LinkedHashMap<>();
        for (DiscoveryConfig.Dns.RecordType type : DiscoveryConfig.Dns.RecordType.values()) {
            words.put(type.name(), type);
        }
        DiscoveryConfig.Dns.RecordType type =
                section.choice("type", DiscoveryConfig.Dns.RecordType.SRV, words);
        long port = section.number("port", 0);
        if (names.isEmpty()) {
            section.error("names", "`names` names no host");
        }
        if (type != DiscoveryConfig.Dns.RecordType.SRV && (port < 1 || port > 65_535)) {
            section.error("port", "`port` is missing (expected: 1-65535 for type " + type + ")");
        }
        return new DiscoveryConfig.Dns(
                names, type, (int) port, section.duration("refresh_interval", REFRESH_DNS));
    }

    private @Nullable DiscoveryConfig kubernetes(Section section) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            roles.put(role.text(), role);
        }
        if (HttpReading.required(section, "role") == null) {
            return null;
        }
        Role role = section.choice("role", Role.POD, roles);
        URI server = section.has("api_server") ? HttpReading.url(section, "api_server") : null;
        section.ignore("targets are looked for in Slipway's own API", "kubeconfig_file");
        if (server != null) {
            section.warning("api_server", "`api_server` is ignored: Slipway's own API is used");
        }
        http.settings(section);
        List<String> namespaces = section.object("namespaces", this::namespaces);
        Map<Role, Kubernetes.Selector> selectors = new LinkedHashMap<>();
        section.objects("selectors", each -> selector(each, roles, selectors));
        requireSelectable(section, role, selectors);
        boolean[] attached = {false, false};
        section.object(
                "attach_metadata",
                each -> {
                    attached[0] = each.flag("node", false);
                    attached[1] = each.flag("namespace", false);
                    return each;
                });
        return new Kubernetes(
                role,
                server,
                namespaces == null ? List.of() : namespaces,
                selectors,
                attached[0],
                attached[1]);
    }

    private List<String> namespaces(Section section) {
        section.ignore("Slipway runs in no namespace", "own_namespace");
        return section.texts("names");
    }

    private static Section selector(
            Section section, Map<String, Role> roles, Map<Role, Kubernetes.Selector> selectors) {
        Role role = section.choice("role", Role.POD, roles);
        if (selectors.containsKey(role)) {
            section.error("role", "role `%s` is selected twice".formatted(role.text()));
        }
        String field = "label";
        try {
            LabelSelector labels = LabelSelectors.parse(section.text("label", ""));
            field = "field";
            FieldSelector fields = FieldSelectors.parse(section.text("field", ""));
            selectors.put(role, new Kubernetes.Selector(labels, fields));
        } catch (ApiException | IllegalArgumentException e) {
            section.error(field, "`%s`: %s".formatted(field, e.getMessage()));
        }
        return section;
    }

    /// A role looks at some kinds of objects only.
    private static void requireSelectable(
            Section section, Role role, Map<Role, Kubernetes.Selector> selectors) {
        List<Role> selectable =
                switch (role) {
                    case NODE, SERVICE, INGRESS -> List.of(role);
                    case POD -> List.of(Role.POD, Role.NODE);
                    case ENDPOINTS, ENDPOINTSLICE ->
                            List.of(role, Role.POD, Role.SERVICE, Role.NODE);
                };
        for (Role selected : selectors.keySet()) {
            if (!selectable.contains(selected)) {
                section.error(
                        "selectors",
                        "role `%s` cannot select `%s` (expected: one of %s)"
                                .formatted(
                                        role.text(),
                                        selected.text(),
                                        selectable.stream().map(Role::text).toList()));
            }
        }
    }
}

package dev.slipway.scrape.discovery;

import dev.slipway.scrape.config.DiscoveryConfig;
import dev.slipway.scrape.config.DiscoveryConfig.Dns.RecordType;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.series.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;

/// Targets that name servers know, asked through the JDK's own client.
final class DnsTargets implements TargetLookup {
    private static final int RECORDS_MAX = 10_000;
    private static final String NAME = "__meta_dns_name";

    private final DiscoveryConfig.Dns config;

    DnsTargets(DiscoveryConfig.Dns config) {
        this.config = config;
    }

    @Override
    public List<TargetGroup> find() throws IOException {
        List<TargetGroup> groups = new ArrayList<>();
        for (String name : config.names()) {
            List<Labels> targets = new ArrayList<>();
            for (String entry : records(name)) {
                targets.add(target(entry));
            }
            groups.add(new TargetGroup(name, targets, Labels.of(NAME, name)));
        }
        return groups;
    }

    private Labels target(String entry) {
        String[] parts = entry.strip().split(" +");
        return switch (config.type()) {
            case SRV -> {
                // Priority, weight, port, host.
                String host = parts[parts.length - 1];
                String port = parts.length > 2 ? parts[2] : "";
                yield Labels.of(
                        "__address__",
                        withoutDot(host) + ":" + port,
                        "__meta_dns_srv_record_target",
                        host,
                        "__meta_dns_srv_record_port",
                        port);
            }
            case MX -> named(parts, "__meta_dns_mx_record_target");
            case NS -> named(parts, "__meta_dns_ns_record_target");
            case A -> Labels.of("__address__", entry + ":" + config.port());
            case AAAA -> Labels.of("__address__", "[" + entry + "]:" + config.port());
        };
    }

    private Labels named(String[] parts, String label) {
        String host = parts[parts.length - 1];
        return Labels.of("__address__", withoutDot(host) + ":" + config.port(), label, host);
    }

    // The provider is the JDK's for DNS, whose attributes are texts: nothing is deserialised. It
    // wants a hash table.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    private List<String> records(String name) throws IOException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        RecordType type = config.type();
        List<String> records = new ArrayList<>();
        try {
            InitialDirContext context = new InitialDirContext(environment);
            try {
                Attributes found = context.getAttributes(name, new String[] {type.name()});
                Attribute values = found.get(type.name());
                if (values != null) {
                    NamingEnumeration<?> each = values.getAll();
                    while (each.hasMore() && records.size() < RECORDS_MAX) {
                        records.add(String.valueOf(each.next()));
                    }
                }
            } finally {
                context.close();
            }
        } catch (NameNotFoundException _) {
            return List.of();
        } catch (NamingException e) {
            throw new IOException(name + ": " + e, e);
        }
        records.sort(null);
        return records;
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return "names " + config.names();
    }
}

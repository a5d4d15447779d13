package dev.slipway.install;

import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where a module comes from, as its `source` says. `inner` is the folder in what is fetched, after
/// a double slash, empty for its root. Immutable.
///
/// Source: [module sources](https://developer.hashicorp.com/terraform/language/modules/sources).
sealed interface ModuleSource {
    /// As it is kept in the list of installed modules.
    @Override
    String toString();

    /// A folder beside the module that names it.
    record Local(String path) implements ModuleSource {
        @Override
        public String toString() {
            return path;
        }
    }

    /// A module of a registry.
    record Registry(String host, String namespace, String name, String system, String inner)
            implements ModuleSource {
        String path() {
            return namespace + "/" + name + "/" + system;
        }

        @Override
        public String toString() {
            return host + "/" + path() + (inner.isEmpty() ? "" : "//" + inner);
        }
    }

    /// A Git repository; an empty `ref` is its default branch.
    record Git(String url, String ref, String inner) implements ModuleSource {
        @Override
        public String toString() {
            return "git::"
                    + url
                    + (inner.isEmpty() ? "" : "//" + inner)
                    + (ref.isEmpty() ? "" : "?ref=" + ref);
        }
    }

    /// An archive on a server; an empty `ending` means that the server says where the module is.
    record Web(URI uri, String ending, String checksum, String inner) implements ModuleSource {
        @Override
        public String toString() {
            return uri + (inner.isEmpty() ? "" : "//" + inner);
        }
    }

    /// A folder or an archive elsewhere on this machine.
    record Disk(String path, String inner) implements ModuleSource {
        @Override
        public String toString() {
            return "file://" + path + (inner.isEmpty() ? "" : "//" + inner);
        }
    }

    Pattern REGISTRY =
            Pattern.compile(
                    "(?:([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::\\d+)?|localhost(?::\\d+)?)/)?"
                            + "([A-Za-z0-9_-]+)/([A-Za-z0-9_-]+)/([A-Za-z0-9]+)");
    Pattern SCP = Pattern.compile("(?:([A-Za-z0-9_.-]+)@)([A-Za-z0-9.-]+):([^/].*)");
    List<String> WITHOUT_SCHEME = List.of("github.com/", "bitbucket.org/", "gitlab.com/");
    List<String> REFUSED = List.of("s3::", "gcs::", "hg::", "oci::", "oci:");

    /// @throws IOException if it is none that is known
    static ModuleSource parse(String source) throws IOException {
        if (ConfigLoader.isLocal(source)) {
            return new Local(source);
        }
        for (String each : REFUSED) {
            if (source.startsWith(each)) {
                throw new IOException(
                        "modules cannot come from "
                                + each.replace(":", "")
                                + " here (expected: a local path, a registry, git or an archive over"
                                + " https)");
            }
        }
        Parts parts = Parts.of(source);
        Matcher registry = REGISTRY.matcher(parts.main());
        boolean known = WITHOUT_SCHEME.stream().anyMatch(parts.main()::startsWith);
        if (registry.matches() && !known && parts.query().isEmpty()) {
            String host = registry.group(1);
            return new Registry(
                    host == null ? ProviderSource.DEFAULT_HOST : host,
                    registry.group(2),
                    registry.group(3),
                    registry.group(4),
                    parts.inner());
        }
        return remote(parts, source);
    }

    private static ModuleSource remote(Parts parts, String source) throws IOException {
        String main = parts.main();
        boolean isGit = main.startsWith("git::");
        String place = isGit ? main.substring("git::".length()) : main;
        for (String each : WITHOUT_SCHEME) {
            if (place.startsWith(each)) {
                String[] names = place.split("/", 4);
                if (names.length < 3) {
                    throw new IOException(
                            "\"" + source + "\" names no repository (expected: HOST/OWNER/NAME)");
                }
                String name = names[2].endsWith(".git") ? names[2] : names[2] + ".git";
                String inner = names.length > 3 ? names[3] : parts.inner();
                return git("https://" + names[0] + "/" + names[1] + "/" + name, parts, inner);
            }
        }
        Matcher scp = SCP.matcher(place);
        if (scp.matches() && !place.contains("://")) {
            return git(
                    "ssh://" + scp.group(1) + "@" + scp.group(2) + "/" + scp.group(3),
                    parts,
                    parts.inner());
        }
        if (isGit || place.startsWith("ssh://") || place.endsWith(".git")) {
            return git(place, parts, parts.inner());
        }
        if (place.startsWith("http://") || place.startsWith("https://")) {
            return web(place, parts);
        }
        if (place.startsWith("file://") || place.startsWith("/")) {
            return new Disk(
                    place.startsWith("file://") ? place.substring("file://".length()) : place,
                    parts.inner());
        }
        throw new IOException(
                "\""
                        + source
                        + "\" is no source of a module (expected: ./FOLDER, NAMESPACE/NAME/SYSTEM,"
                        + " git::URL, github.com/OWNER/NAME or an archive over https)");
    }

    private static Git git(String url, Parts parts, String inner) {
        return new Git(url, parts.query().getOrDefault("ref", ""), inner);
    }

    private static Web web(String place, Parts parts) {
        Map<String, String> query = new LinkedHashMap<>(parts.query());
        String said = query.remove("archive");
        String checksum = query.remove("checksum");
        String rest =
                query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("&"));
        URI uri = URI.create(place + (rest.isEmpty() ? "" : "?" + rest));
        return new Web(
                uri,
                said == null ? Archives.ending(uri.getPath()) : said,
                checksum == null ? "" : checksum,
                parts.inner());
    }

    /// A source taken apart: before the double slash, after it, and the query.
    record Parts(String main, String inner, Map<String, String> query) {
        static Parts of(String source) {
            int question = source.indexOf('?');
            String path = question < 0 ? source : source.substring(0, question);
            int scheme = path.indexOf("://");
            int slashes = path.indexOf("//", scheme < 0 ? 0 : scheme + 3);
            Map<String, String> query = new LinkedHashMap<>();
            if (question >= 0) {
                for (String each : source.substring(question + 1).split("&", -1)) {
                    String[] pair = each.split("=", 2);
                    query.put(
                            pair[0],
                            pair.length < 2
                                    ? ""
                                    : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
                }
            }
            return new Parts(
                    slashes < 0 ? path : path.substring(0, slashes),
                    slashes < 0 ? "" : path.substring(slashes + 2),
                    query);
        }
    }
}

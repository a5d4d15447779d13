package dev.slipway.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.folder.InstalledPrograms;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Registries, each asked by Terraform's provider registry protocol. What they offer is believed
/// only if the list of checksums is signed by a key that the registry names. Thread-safe.
final class Registry implements ProviderOrigin {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    private final Hosts hosts;
    private final Downloads downloads;

    Registry(Hosts hosts, Downloads downloads) {
        this.hosts = hosts;
        this.downloads = downloads;
    }

    @Override
    public List<Version> versions(ProviderSource source) throws IOException {
        URI place = base(source).resolve("versions");
        Downloads.Answer answer = downloads.get(place);
        if (answer.status() == NOT_FOUND) {
            return List.of();
        }
        if (!answer.isGood()) {
            throw new IOException(place + " answers " + answer.status() + " (expected: 200)");
        }
        List<Version> versions = new ArrayList<>();
        for (JsonNode each : MAPPER.readTree(answer.body()).path("versions")) {
            if (isForHere(each)) {
                try {
                    versions.add(Version.parse(each.path("version").asText("")));
                } catch (VersionException e) {
                    throw new IOException(place + ": " + e.getMessage(), e);
                }
            }
        }
        return versions;
    }

    private static boolean isForHere(JsonNode version) {
        for (JsonNode each : version.path("platforms")) {
            String platform = each.path("os").asText("") + "_" + each.path("arch").asText("");
            if (platform.equals(InstalledPrograms.platform())) {
                return true;
            }
        }
        return false;
    }

    private URI base(ProviderSource source) throws IOException {
        return hosts.service(source.host(), "providers.v1")
                .resolve(source.namespace() + "/" + source.type() + "/");
    }

    @Override
    public Found find(ProviderSource source, Version version, String platform) throws IOException {
        String[] system = platform.split("_", 2);
        URI place = base(source).resolve(version + "/download/" + system[0] + "/" + system[1]);
        JsonNode json = MAPPER.readTree(downloads.read(place));
        String file = json.path("filename").asText("");
        String sum = json.path("shasum").asText("");
        byte[] list = downloads.read(place.resolve(json.path("shasums_url").asText("")));
        byte[] signature =
                downloads.read(place.resolve(json.path("shasums_signature_url").asText("")));
        Signatures.check(list, signature, json.path("signing_keys").path("gpg_public_keys"));
        Map<String, String> sums = sums(list);
        if (!sum.equals(sums.get(file))) {
            throw new IOException(
                    place + ": the signed list has another checksum for " + file + " than " + sum);
        }
        List<String> hashes = new ArrayList<>();
        sums.values().forEach(each -> hashes.add("zh:" + each));
        return new Found(
                new Where.Remote(place.resolve(json.path("download_url").asText(""))),
                hashes,
                "signed");
    }

    /// Lines with a checksum and the name of a file.
    private static Map<String, String> sums(byte[] list) {
        Map<String, String> sums = new TreeMap<>();
        new String(list, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.strip().split("\\s+", 2))
                .filter(parts -> parts.length == 2 && parts[1].endsWith(".zip"))
                .forEach(parts -> sums.put(parts[1], parts[0]));
        return sums;
    }

    @Override
    public String toString() {
        return "the registry";
    }
}

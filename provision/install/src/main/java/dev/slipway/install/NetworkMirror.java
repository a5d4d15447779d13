package dev.slipway.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A server with copies of providers, by Terraform's provider network mirror protocol. Thread-safe.
final class NetworkMirror implements ProviderOrigin {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    private final URI base;
    private final Downloads downloads;

    NetworkMirror(URI base, Downloads downloads) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.downloads = downloads;
    }

    @Override
    public List<Version> versions(ProviderSource source) throws IOException {
        URI index = base.resolve(source + "/index.json");
        Downloads.Answer answer = downloads.get(index);
        if (answer.status() == NOT_FOUND) {
            return List.of();
        }
        if (!answer.isGood()) {
            throw new IOException(index + " answers " + answer.status() + " (expected: 200)");
        }
        List<Version> versions = new ArrayList<>();
        for (var each : MAPPER.readTree(answer.body()).path("versions").properties()) {
            try {
                versions.add(Version.parse(each.getKey()));
            } catch (VersionException e) {
                throw new IOException(index + ": " + e.getMessage(), e);
            }
        }
        return versions;
    }

    @Override
    public Found find(ProviderSource source, Version version, String platform) throws IOException {
        URI place = base.resolve(source + "/" + version + ".json");
        JsonNode archive = MAPPER.readTree(downloads.read(place)).path("archives").path(platform);
        String url = archive.path("url").asText("");
        if (url.isEmpty()) {
            throw new IOException(place + " has no package for " + platform);
        }
        List<String> hashes = new ArrayList<>();
        archive.path("hashes").forEach(each -> hashes.add(each.asText()));
        return new Found(
                new Where.Remote(place.resolve(url)),
                hashes,
                hashes.isEmpty() ? "unauthenticated" : "verified checksum");
    }

    @Override
    public String toString() {
        return "the mirror " + base;
    }
}

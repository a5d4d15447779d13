package dev.slipway.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionConstraints;
import dev.slipway.terraform.version.VersionException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings the files of modules. Belongs to one thread.
final class ModuleFetcher {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String WHERE = "X-Terraform-Get";
    private static final Pattern META =
            Pattern.compile(
                    "<meta\\s+name=\"terraform-get\"\\s+content=\"([^\"]+)\"",
                    Pattern.CASE_INSENSITIVE);
    private static final int STEPS_MAX = 5;

    private final Hosts hosts;
    private final Downloads downloads;

    ModuleFetcher(Hosts hosts, Downloads downloads) {
        this.hosts = hosts;
        this.downloads = downloads;
    }

    /// The newest version of a registry's module that is allowed.
    ///
    /// @throws IOException if the registry cannot be asked, or there is none
    Version newest(ModuleSource.Registry source, VersionConstraints constraints)
            throws IOException {
        URI place = base(source).resolve("versions");
        JsonNode json = MAPPER.readTree(downloads.read(place));
        List<Version> versions = new ArrayList<>();
        for (JsonNode each : json.path("modules").path(0).path("versions")) {
            try {
                versions.add(Version.parse(each.path("version").asText("")));
            } catch (VersionException e) {
                throw new IOException(place + ": " + e.getMessage(), e);
            }
        }
        return constraints
                .newest(versions)
                .orElseThrow(() ->
                        new IOException(
                                "no version of "
                                        + source
                                        + " matches \""
                                        + constraints
                                        + "\" (there are: "
                                        + versions
                                        + ")"));
    }

    private URI base(ModuleSource.Registry source) throws IOException {
        return hosts.service(source.host(), "modules.v1").resolve(source.path() + "/");
    }

    /// Where a registry's module is really.
    ModuleSource located(ModuleSource.Registry source, Version version) throws IOException {
        URI place = base(source).resolve(version + "/download");
        Downloads.Answer answer = downloads.get(place);
        if (!answer.isGood()) {
            throw new IOException(place + " answers " + answer.status() + " (expected: 204)");
        }
        String where = answer.headers().firstValue(WHERE).orElse("");
        if (where.isEmpty() && answer.body().length > 0) {
            where = MAPPER.readTree(answer.body()).path("location").asText("");
        }
        if (where.isEmpty()) {
            throw new IOException(place + " does not say where the module is");
        }
        return relative(place, where);
    }

    private static ModuleSource relative(URI place, String where) throws IOException {
        boolean isRelative =
                where.startsWith("/") || where.startsWith("./") || where.startsWith("../");
        return ModuleSource.parse(isRelative ? place.resolve(where).toString() : where);
    }

    /// Brings a module into an empty folder; the answer is the folder in it where it is.
    ///
    /// @throws IOException if it cannot be had
    String fetch(ModuleSource source, Path folder) throws IOException {
        ModuleSource at = source;
        String inner = "";
        for (int step = 0; step < STEPS_MAX; step++) {
            switch (at) {
                case ModuleSource.Git git -> {
                    GitCheckout.fetch(git, folder);
                    return join(git.inner(), inner);
                }
                case ModuleSource.Disk disk -> {
                    fromDisk(disk, folder);
                    return join(disk.inner(), inner);
                }
                case ModuleSource.Web web -> {
                    if (!web.ending().isEmpty()) {
                        fromArchive(web, folder);
                        return join(web.inner(), inner);
                    }
                    inner = join(web.inner(), inner);
                    at = asked(web.uri());
                }
                case ModuleSource.Local _, ModuleSource.Registry _ ->
                        throw new IOException(at + " leads to another module");
            }
        }
        throw new IOException(source + " leads further and further");
    }

    private static String join(String outer, String inner) {
        return outer.isEmpty() || inner.isEmpty() ? outer + inner : outer + "/" + inner;
    }

    /// A server that has no archive says where the module is.
    private ModuleSource asked(URI uri) throws IOException {
        String mark = uri.getQuery() == null ? "?" : "&";
        Downloads.Answer answer = downloads.get(URI.create(uri + mark + "terraform-get=1"));
        String where = answer.headers().firstValue(WHERE).orElse("");
        if (where.isEmpty() && answer.isGood()) {
            Matcher meta = META.matcher(new String(answer.body(), StandardCharsets.UTF_8));
            where = meta.find() ? meta.group(1) : "";
        }
        if (where.isEmpty()) {
            throw new IOException(
                    uri
                            + " is no archive (expected: an ending of "
                            + Archives.ENDINGS
                            + ", ?archive=ENDING, or a header "
                            + WHERE
                            + ")");
        }
        return relative(uri, where);
    }

    private static void fromDisk(ModuleSource.Disk disk, Path folder) throws IOException {
        Path path = Path.of(disk.path());
        String ending = Archives.ending(disk.path());
        if (Files.isDirectory(path)) {
            Trees.copy(path, folder);
        } else if (!ending.isEmpty() && Files.isRegularFile(path)) {
            Archives.unpack(path, ending, folder);
        } else {
            throw new IOException(path + " is neither a folder nor an archive");
        }
    }

    private void fromArchive(ModuleSource.Web web, Path folder) throws IOException {
        Path file = Files.createTempFile(folder.toAbsolutePath().getParent(), ".module-", "");
        try {
            downloads.save(web.uri(), file);
            check(file, web);
            Archives.unpack(file, web.ending(), folder);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void check(Path file, ModuleSource.Web web) throws IOException {
        if (web.checksum().isEmpty()) {
            return;
        }
        String wanted =
                web.checksum().startsWith("sha256:")
                        ? web.checksum().substring("sha256:".length())
                        : web.checksum();
        String found = PackageHash.sha256(file);
        if (!found.equalsIgnoreCase(wanted)) {
            throw new IOException(
                    web.uri() + " has the SHA-256 " + found + " (expected: " + wanted + ")");
        }
    }
}

package dev.slipway.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Hashes of providers' packages as lock files have them. Stateless.
///
/// Source: `h1:` is the first hash of Go's `dirhash`: the SHA-256 of a line for each file, in order
/// of the names, with the file's own SHA-256 and its name; `zh:` is the SHA-256 of the archive.
final class PackageHash {
    private PackageHash() {}

    /// Of the files of an unpacked package.
    static String ofFolder(Path folder) throws IOException {
        SortedMap<String, String> sums = new TreeMap<>();
        Path root = folder.toRealPath();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(each).toString().replace('\\', '/');
                sums.put(name, sha256(each));
            }
        }
        MessageDigest all = sha256();
        sums.forEach((name, sum) ->
                all.update(
                        (sum + "  " + name + "\n")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return "h1:" + Base64.getEncoder().encodeToString(all.digest());
    }

    static String ofArchive(Path archive) throws IOException {
        return "zh:" + sha256(archive);
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Properties;
import java.util.zip.ZipInputStream;

/**
 * Downloads the Maven named in maven.properties, checks it and unpacks it; run by ./mvnw, once.
 *
 * <p>Usage: {@code java InstallMaven.java PROPERTIES TARGET}. The target folder appears whole or not
 * at all, so that two builds may start at the same time.
 */
final class InstallMaven {
    private static final int ATTEMPTS = 3;

    public static void main(String[] args) throws Exception {
        Properties maven = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(args[0]))) {
            maven.load(in);
        }
        Path target = Path.of(args[1]);
        byte[] archive = download(URI.create(maven.getProperty("url")));
        String checksum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(archive));
        if (!checksum.equals(maven.getProperty("sha512"))) {
            throw new IOException(
                    "checksum of " + maven.getProperty("url") + " is " + checksum
                            + " (expected: " + maven.getProperty("sha512") + ")");
        }
        Files.createDirectories(target.getParent());
        Path unpacked = Files.createTempDirectory(target.getParent(), "maven-");
        unzip(archive, unpacked);
        try {
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(target.resolve("bin/mvn"))) {
                throw e;
            }
        }
    }

    private static byte[] download(URI uri) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder()
                        .proxy(ProxySelector.getDefault())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(Duration.ofSeconds(20))
                        .build();
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(3)).build();
        IOException last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    return response.body();
                }
                last = new IOException(uri + " answered " + response.statusCode());
            } catch (IOException e) {
                last = new IOException("cannot download " + uri + ": " + e.getMessage(), e);
            }
        }
        throw last;
    }

    private static void unzip(byte[] archive, Path target) throws IOException {
        try (var zip = new ZipInputStream(new java.io.ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path name = Path.of(entry.getName());
                if (entry.isDirectory() || name.getNameCount() < 2) {
                    continue;
                }
                Path file = target.resolve(name.subpath(1, name.getNameCount())).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("archive entry outside its folder: " + name);
                }
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        target.resolve("bin/mvn").toFile().setExecutable(true);
    }
}

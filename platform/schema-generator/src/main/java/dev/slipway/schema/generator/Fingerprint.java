package dev.slipway.schema.generator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Tells whether anything changed that the output depends on: this program, the model library and
/// the hand-written files.
record Fingerprint(String value) {
    private static final String FILE = "fingerprint";

    static Fingerprint of(List<Path> handWritten) throws IOException {
        MessageDigest digest = sha256();
        for (Class<?> type : List.of(Fingerprint.class, dev.slipway.model.Yaml.class)) {
            addFolder(digest, origin(type));
        }
        Path library = origin(io.fabric8.kubernetes.api.model.Pod.class);
        digest.update(library.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        for (Path file : handWritten) {
            digest.update(Files.readAllBytes(file));
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    boolean matches(Path output) throws IOException {
        Path file = output.resolve(FILE);
        return Files.exists(file) && Files.readString(file).equals(value);
    }

    void write(Path output) throws IOException {
        Files.writeString(output.resolve(FILE), value);
    }

    private static void addFolder(MessageDigest digest, Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of " + type + " is no path", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

package dev.slipway.provider.installed;

import dev.slipway.provider.ProviderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The SHA-256 of programs. Some have hundreds of megabytes, so what was calculated once is
/// remembered, for as long as the program's path, size and time of change stay the same. Safe for
/// many threads and processes.
final class BinaryHashes {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int HASH_CHARS = 64;

    private final Path folder;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /// @param folder where hashes are remembered
    BinaryHashes(Path folder) {
        this.folder = folder;
    }

    /// @throws ProviderException if the program cannot be read
    String of(Path program) {
        try {
            Path real = program.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            String looks =
                    real
                            + "\n"
                            + attributes.size()
                            + "\n"
                            + attributes.lastModifiedTime()
                            + "\n"
                            + attributes.fileKey();
            String hash = known.get(looks);
            if (hash == null) {
                hash = remembered(real, looks);
                known.put(looks, hash);
            }
            return hash;
        } catch (IOException e) {
            throw new ProviderException(
                    "Provider program " + program + " cannot be read: " + e.getMessage(), e);
        }
    }

    private String remembered(Path program, String looks) throws IOException {
        byte[] key = looks.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve(HexFormat.of().formatHex(sha256().digest(key)));
        if (Files.exists(file)) {
            String text = Files.readString(file);
            if (text.length() == HASH_CHARS && text.matches("[0-9a-f]+")) {
                return text;
            }
        }
        String hash = calculate(program);
        WholeFile.write(file, hash.getBytes(StandardCharsets.US_ASCII));
        return hash;
    }

    private static String calculate(Path program) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(program)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

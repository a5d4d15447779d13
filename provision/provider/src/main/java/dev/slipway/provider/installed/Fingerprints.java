package dev.slipway.provider.installed;

import dev.slipway.provider.ProviderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/// Tells programs apart by what is in them: by their size, their first mebibyte and the CRC-32C of
/// all of it. That reads a program of hundreds of megabytes in a fraction of the time of a
/// cryptographic hash, and nobody has to be kept from making two alike: who can replace a program
/// needs no wrong schema. What was calculated once is remembered, for as long as the program's
/// path, size and time of change stay the same.
///
/// Safe for many threads and processes.
final class Fingerprints {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int PRINT_CHARS = 64;

    private final Path folder;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /// @param folder where fingerprints are remembered
    Fingerprints(Path folder) {
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
            String print = known.get(looks);
            if (print == null) {
                print = remembered(real, looks);
                known.put(looks, print);
            }
            return print;
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
            if (text.length() == PRINT_CHARS && text.matches("[0-9a-f]+")) {
                return text;
            }
        }
        String print = calculate(program);
        WholeFile.write(file, print.getBytes(StandardCharsets.US_ASCII));
        return print;
    }

    private static String calculate(Path program) throws IOException {
        MessageDigest digest = sha256();
        CRC32C crc = new CRC32C();
        long size = 0;
        try (InputStream in = Files.newInputStream(program)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.readNBytes(buffer, 0, BUFFER_BYTES);
                    n > 0;
                    n = in.readNBytes(buffer, 0, BUFFER_BYTES)) {
                if (size == 0) {
                    digest.update(buffer, 0, n);
                }
                crc.update(buffer, 0, n);
                size += n;
            }
        }
        byte[] end =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(size).putLong(crc.getValue()).array();
        return HexFormat.of().formatHex(digest.digest(end));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

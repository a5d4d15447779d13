package dev.slipway.provider.installed;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.ValuePacker;
import dev.slipway.provider.client.GoodConfigs;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Which configurations one program has found good, in the cache: of each the HMAC-SHA-256 with a
/// key that never leaves this machine, so that the cache tells nobody what is in them; the newest
/// last. Some providers take seconds to check their configuration, each time. Safe for many threads
/// and processes.
final class GoodConfigFile implements GoodConfigs {
    private static final Logger LOG = System.getLogger(GoodConfigFile.class.getName());
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int KEPT_MAX = 64;

    private final Path folder;
    private final Path file;

    /// @param fingerprint the program's
    GoodConfigFile(Path folder, String fingerprint) {
        this.folder = folder;
        this.file = folder.resolve(fingerprint + ".good");
    }

    @Override
    public boolean contains(Value config, Type type) {
        try {
            return config.isWhollyKnown()
                    && Files.exists(file)
                    && Files.readAllLines(file).contains(sum(config, type));
        } catch (IOException e) {
            LOG.log(Level.INFO, "Ignoring a damaged cache file=" + file, e);
            return false;
        }
    }

    @Override
    public synchronized void add(Value config, Type type) {
        try {
            String sum = sum(config, type);
            List<String> kept =
                    new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
            kept.remove(sum);
            kept.add(sum);
            List<String> newest = kept.subList(Math.max(0, kept.size() - KEPT_MAX), kept.size());
            WholeFile.write(file, String.join("\n", newest).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(Level.INFO, "Cannot remember in the cache file=" + file, e);
        }
    }

    private String sum(Value config, Type type) throws IOException {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(ValuePacker.pack(config, type)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    /// Whoever made it first wins.
    private byte[] key() throws IOException {
        Path place = folder.resolve("key");
        if (!Files.exists(place)) {
            byte[] random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            WholeFile.write(place, random);
        }
        return Files.readAllBytes(place);
    }
}

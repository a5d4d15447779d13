package dev.slipway.terraform.encryption;

import dev.slipway.backend.KeyServices;
import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.state.StateException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `key_provider` blocks, each made into a source of keys when something names it: one may use
/// another. Belongs to one thread.
final class KeyProviders {
    private static final String ALIAS = "encrypted_metadata_alias";
    private static final String EXTERNAL = "external";
    private static final String PBKDF2 = "pbkdf2";
    private static final BodySchema PBKDF2_SCHEMA =
            BlockValues.attributes(
                    List.of(
                            "passphrase",
                            "chain",
                            "key_length",
                            "iterations",
                            "salt_length",
                            "hash_function",
                            ALIAS));
    private static final BodySchema EXTERNAL_SCHEMA =
            BlockValues.attributes(List.of("command", ALIAS));

    /// What each service's wrapped key is called where it is kept.
    private static final Map<String, String> SERVICES =
            Map.of(
                    "aws_kms", "ciphertext_blob",
                    "gcp_kms", "ciphertext",
                    "openbao", "ciphertext");

    private static final List<String> HASHES = List.of("sha256", "sha512");
    private static final int PASSPHRASE_MIN = 16;
    private static final int ITERATIONS = 600_000;
    private static final int ITERATIONS_MIN = 200_000;
    private static final int KEY_BYTES = 32;

    private final BlockValues values;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Map<String, Content.Block> blocks = new LinkedHashMap<>();
    private final Map<String, KeySource> made = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    KeyProviders(BlockValues values, Map<String, String> environment, InstantSource clock) {
        this.values = values;
        this.environment = environment;
        this.clock = clock;
    }

    /// A later block of the same name takes the place of an earlier one.
    void add(Content.Block block) {
        blocks.put(block.labels().getFirst() + "." + block.labels().get(1), block);
    }

    /// All of them, so that what is wrong in one that nobody uses is told too.
    void check() {
        blocks.keySet().forEach(this::find);
    }

    /// The source by `TYPE.NAME`; null, with diagnostics, if there is none or it is wrong.
    @Nullable KeySource find(String name) {
        KeySource known = made.get(name);
        Content.Block block = blocks.get(name);
        if (known != null || block == null) {
            return known;
        }
        if (!underWay.add(name)) {
            return null;
        }
        KeySource source = make(name, block);
        if (source != null) {
            made.put(name, source);
        }
        return source;
    }

    private @Nullable KeySource make(String name, Content.Block block) {
        String type = block.labels().getFirst();
        if (type.equals(PBKDF2)) {
            return derived(name, block);
        }
        if (type.equals(EXTERNAL)) {
            Content.Found found = block.body().read(EXTERNAL_SCHEMA, values.diagnostics());
            List<String> command = values.command(found, "command", block.header());
            return command.isEmpty()
                    ? null
                    : new ExternalKeys(
                            kept(name, found), new ExternalProgram(command, ExternalProgram.KEYS));
        }
        String field = SERVICES.get(type);
        if (field != null) {
            return wrapped(name, field, block);
        }
        values.diagnostics()
                .error(
                        "Unsupported key provider",
                        "There is no key provider \""
                                + type
                                + "\"; there are \"aws_kms\", \"external\", \"gcp_kms\","
                                + " \"openbao\" and \"pbkdf2\".",
                        block.header());
        return null;
    }

    /// By which name it keeps what it needs.
    private String kept(String name, Content.Found found) {
        return values.text(found, ALIAS, "key_provider." + name);
    }

    private @Nullable KeySource derived(String name, Content.Block block) {
        Content.Found found = block.body().read(PBKDF2_SCHEMA, values.diagnostics());
        KeySource passphrases = passphrases(found, block);
        String hash = values.text(found, "hash_function", "sha512");
        if (!HASHES.contains(hash)) {
            values.diagnostics()
                    .error(
                            "Invalid key provider",
                            "\"hash_function\" is \""
                                    + hash
                                    + "\" (expected: one of "
                                    + HASHES
                                    + ").",
                            block.header());
        }
        DerivedKeys.Settings settings =
                new DerivedKeys.Settings(
                        values.number(found, "key_length", KEY_BYTES, 1, block.header()),
                        values.number(
                                found, "iterations", ITERATIONS, ITERATIONS_MIN, block.header()),
                        values.number(found, "salt_length", KEY_BYTES, 1, block.header()),
                        hash);
        return passphrases == null
                ? null
                : new DerivedKeys(kept(name, found), passphrases, settings);
    }

    private @Nullable KeySource passphrases(Content.Found found, Content.Block block) {
        boolean chained = found.attributes().containsKey("chain");
        if (chained == found.attributes().containsKey("passphrase")) {
            values.diagnostics()
                    .error(
                            "Invalid key provider",
                            "One of \"passphrase\" and \"chain\" must be there, and only one.",
                            block.header());
            return null;
        }
        if (chained) {
            String other = BlockValues.named(found.attributes().get("chain"), "key_provider");
            KeySource source = find(other);
            if (source == null) {
                values.diagnostics()
                        .error(
                                "Invalid key provider",
                                "\"chain\" must name another key provider: key_provider.TYPE.NAME.",
                                block.header());
            }
            return source;
        }
        String passphrase = values.text(found, "passphrase", "");
        if (passphrase.length() < PASSPHRASE_MIN) {
            values.diagnostics()
                    .error(
                            "Invalid passphrase",
                            "It has "
                                    + passphrase.length()
                                    + " characters (expected: at least "
                                    + PASSPHRASE_MIN
                                    + ").",
                            block.header());
            return null;
        }
        return DerivedKeys.passphrase(passphrase);
    }

    private @Nullable KeySource wrapped(String name, String field, Content.Block block) {
        String type = block.labels().getFirst();
        List<String> names = new ArrayList<>(KeyServices.attributes(type));
        names.add(ALIAS);
        Content.Found found =
                block.body().read(BlockValues.attributes(names), values.diagnostics());
        try {
            return new WrappedKeys(
                    kept(name, found),
                    field,
                    KeyServices.of(type, values.all(found), environment, clock));
        } catch (StateException e) {
            values.diagnostics()
                    .error("Invalid key provider", String.valueOf(e.getMessage()), block.header());
            return null;
        }
    }
}

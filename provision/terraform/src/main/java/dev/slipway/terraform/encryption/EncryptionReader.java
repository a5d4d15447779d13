package dev.slipway.terraform.encryption;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.StaticValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `encryption` blocks, of the configuration and of the variable `TF_ENCRYPTION`, which goes
/// before. Belongs to one thread.
public final class EncryptionReader {
    private static final BodySchema ENCRYPTION =
            new BodySchema(
                    List.of(),
                    List.of(
                            new BodySchema.Block("key_provider", List.of("type", "name")),
                            new BodySchema.Block("method", List.of("type", "name")),
                            new BodySchema.Block("state", List.of()),
                            new BodySchema.Block("plan", List.of()),
                            new BodySchema.Block("remote_state_data_sources", List.of())));
    private static final BodySchema PBKDF2 =
            attributes(
                    "passphrase",
                    "key_length",
                    "iterations",
                    "salt_length",
                    "hash_function",
                    "encrypted_metadata_alias");
    private static final BodySchema AES_GCM = attributes("keys");
    private static final BodySchema TARGET =
            new BodySchema(
                    List.of(
                            new BodySchema.Attribute("method", false),
                            new BodySchema.Attribute("enforced", false)),
                    List.of(new BodySchema.Block("fallback", List.of())));
    private static final int PASSPHRASE_MIN = 16;
    private static final int ITERATIONS = 600_000;
    private static final int ITERATIONS_MIN = 200_000;
    private static final int KEY_BYTES = 32;

    private final StaticValues values;
    private final Diagnostics diagnostics;
    private final Map<String, KeySource> keys = new HashMap<>();
    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, Sealing> targets = new HashMap<>();

    /// What is wrong becomes diagnostics.
    public EncryptionReader(StaticValues values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    private static BodySchema attributes(String... names) {
        return new BodySchema(
                List.of(names).stream().map(each -> new BodySchema.Attribute(each, false)).toList(),
                List.of());
    }

    /// How states and plans are encrypted.
    public record Encryption(Sealing state, Sealing plan) {
        public static final Encryption NONE = new Encryption(Sealing.NONE, Sealing.NONE);
    }

    /// @param written the block of the configuration, if there is one
    /// @param variable what `TF_ENCRYPTION` says, as a block's body or as JSON
    public Encryption read(@Nullable Content written, String variable) {
        List<Content> all = new ArrayList<>();
        if (written != null) {
            all.add(written);
        }
        if (!variable.isBlank()) {
            SourceText source = new SourceText("TF_ENCRYPTION", variable);
            Content content =
                    variable.stripLeading().startsWith("{")
                            ? JsonContent.parse(source, diagnostics)
                            : Content.of(Parser.file(source, diagnostics));
            if (content != null) {
                all.add(content);
            }
        }
        List<Content.Block> blocks = new ArrayList<>();
        all.forEach(each -> blocks.addAll(each.read(ENCRYPTION, diagnostics).blocks()));
        blocks.forEach(this::keyProvider);
        blocks.forEach(this::method);
        blocks.forEach(this::target);
        return new Encryption(
                targets.getOrDefault("state", Sealing.NONE),
                targets.getOrDefault("plan", Sealing.NONE));
    }

    private void keyProvider(Content.Block block) {
        if (!block.type().equals("key_provider")) {
            return;
        }
        String type = block.labels().getFirst();
        String name = type + "." + block.labels().get(1);
        if (!type.equals("pbkdf2")) {
            diagnostics.error(
                    "Unsupported key provider",
                    "There is no key provider \"" + type + "\"; there is \"pbkdf2\".",
                    block.header());
            return;
        }
        Content.Found found = block.body().read(PBKDF2, diagnostics);
        String passphrase = text(found, "passphrase", "");
        if (passphrase.length() < PASSPHRASE_MIN) {
            diagnostics.error(
                    "Invalid passphrase",
                    "It has "
                            + passphrase.length()
                            + " characters (expected: at least "
                            + PASSPHRASE_MIN
                            + ").",
                    block.header());
            return;
        }
        KeySource.Settings settings =
                new KeySource.Settings(
                        passphrase,
                        number(found, "key_length", KEY_BYTES, 16, block.header()),
                        number(found, "iterations", ITERATIONS, ITERATIONS_MIN, block.header()),
                        number(found, "salt_length", KEY_BYTES, 1, block.header()),
                        text(found, "hash_function", "sha512"));
        String alias = text(found, "encrypted_metadata_alias", "");
        keys.put(name, new KeySource(alias.isEmpty() ? "key_provider." + name : alias, settings));
    }

    private void method(Content.Block block) {
        if (!block.type().equals("method")) {
            return;
        }
        String type = block.labels().getFirst();
        String name = type + "." + block.labels().get(1);
        switch (type) {
            case "unencrypted" -> methods.put(name, new Method.Unencrypted());
            case "aes_gcm" -> {
                Content.Found found = block.body().read(AES_GCM, diagnostics);
                KeySource source = keys.get(named(found.attributes().get("keys"), "key_provider"));
                if (source == null) {
                    diagnostics.error(
                            "Invalid encryption method",
                            "\"keys\" must name a key provider: key_provider.TYPE.NAME.",
                            block.header());
                } else {
                    methods.put(name, new Method.AesGcm(name, source));
                }
            }
            default ->
                    diagnostics.error(
                            "Unsupported encryption method",
                            "There is no method \""
                                    + type
                                    + "\"; there are \"aes_gcm\" and \"unencrypted\".",
                            block.header());
        }
    }

    private void target(Content.Block block) {
        if (block.type().equals("remote_state_data_sources")) {
            diagnostics.error(
                    "Unsupported encryption target",
                    "States of other configurations are read plain only.",
                    block.header());
        }
        if (!block.type().equals("state") && !block.type().equals("plan")) {
            return;
        }
        List<Method> chain = new ArrayList<>();
        boolean enforced = collect(block, chain);
        boolean plain = chain.stream().anyMatch(Method.Unencrypted.class::isInstance);
        if (enforced && plain) {
            diagnostics.error(
                    "Encryption is enforced",
                    "\"enforced\" does not go with the method \"unencrypted\".",
                    block.header());
        }
        if (!chain.isEmpty()) {
            targets.put(block.type(), new Sealing(chain));
        }
    }

    private boolean collect(Content.Block block, List<Method> chain) {
        Content.Found found = block.body().read(TARGET, diagnostics);
        String name = named(found.attributes().get("method"), "method");
        Method method = methods.get(name);
        if (method == null) {
            diagnostics.error(
                    "Invalid encryption target",
                    "\"method\" must name a method: method.TYPE.NAME.",
                    block.header());
        } else {
            chain.add(method);
        }
        found.blocks("fallback").forEach(each -> collect(each, chain));
        return value(found, "enforced") instanceof Value.Bool bool && bool.isTrue();
    }

    /// `TYPE.NAME` of a reference; empty if it is none.
    private static String named(Content.@Nullable Attribute attribute, String root) {
        Reference reference = attribute == null ? null : Reference.of(attribute.expression());
        if (reference == null
                || !reference.root().equals(root)
                || reference.steps().size() != 2
                || !(reference.steps().getFirst().key() instanceof Value.Text(String type))
                || !(reference.steps().get(1).key() instanceof Value.Text(String name))) {
            return "";
        }
        return type + "." + name;
    }

    private @Nullable Value value(Content.Found found, String name) {
        Content.Attribute attribute = found.attributes().get(name);
        Value value = attribute == null ? null : values.value(attribute.expression(), diagnostics);
        return value == null || !value.isKnown() ? null : value.unmarked();
    }

    private String text(Content.Found found, String name, String standard) {
        return value(found, name) instanceof Value.Text(String text) ? text : standard;
    }

    private int number(Content.Found found, String name, int standard, int min, SourceRange place) {
        Long exact =
                value(found, name) instanceof Value.Numeric(BigFloat number)
                        ? number.toLongExact()
                        : Long.valueOf(standard);
        if (exact == null || exact < min || exact > Integer.MAX_VALUE) {
            diagnostics.error(
                    "Invalid key provider",
                    "\"" + name + "\" must be a whole number of at least " + min + ".",
                    place);
            return standard;
        }
        return exact.intValue();
    }
}

package dev.slipway.terraform.encryption;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.StaticValues;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `encryption` blocks, of the configuration and of the variable `TF_ENCRYPTION`, which goes
/// before. Belongs to one thread.
public final class EncryptionReader {
    private static final String STATE = "state";
    private static final String PLAN = "plan";
    private static final String REMOTE = "remote_state_data_sources";
    private static final String REMOTE_ONE = "remote_state_data_source";
    private static final String DEFAULT = "default";
    private static final BodySchema ENCRYPTION =
            new BodySchema(
                    List.of(),
                    List.of(
                            new BodySchema.Block("key_provider", List.of("type", "name")),
                            new BodySchema.Block("method", List.of("type", "name")),
                            new BodySchema.Block(STATE, List.of()),
                            new BodySchema.Block(PLAN, List.of()),
                            new BodySchema.Block(REMOTE, List.of())));
    private static final BodySchema AES_GCM = BlockValues.attributes(List.of("keys"));
    private static final BodySchema EXTERNAL =
            BlockValues.attributes(List.of("keys", "encrypt_command", "decrypt_command"));
    private static final BodySchema NOTHING = BlockValues.attributes(List.of());
    private static final BodySchema TARGET =
            new BodySchema(
                    List.of(
                            new BodySchema.Attribute("method", false),
                            new BodySchema.Attribute("enforced", false)),
                    List.of(new BodySchema.Block("fallback", List.of())));
    private static final BodySchema REMOTES =
            new BodySchema(
                    List.of(),
                    List.of(
                            new BodySchema.Block(DEFAULT, List.of()),
                            new BodySchema.Block(REMOTE_ONE, List.of("name"))));

    private final BlockValues values;
    private final Diagnostics diagnostics;
    private final KeyProviders keys;
    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, List<Content.Block>> targets = new LinkedHashMap<>();
    private final Map<String, List<Content.Block>> remotes = new LinkedHashMap<>();

    /// What is wrong becomes diagnostics.
    public EncryptionReader(
            StaticValues values,
            Map<String, String> environment,
            InstantSource clock,
            Diagnostics diagnostics) {
        this.values = new BlockValues(values, diagnostics);
        this.diagnostics = diagnostics;
        this.keys = new KeyProviders(this.values, environment, clock);
    }

    /// How states and plans are encrypted, and states of others.
    public record Encryption(Sealing state, Sealing plan, RemoteSealings remote) {
        public static final Encryption NONE =
                new Encryption(Sealing.NONE, Sealing.NONE, RemoteSealings.NONE);
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
        blocks.stream().filter(each -> each.type().equals("key_provider")).forEach(keys::add);
        keys.check();
        blocks.stream().filter(each -> each.type().equals("method")).forEach(this::method);
        blocks.forEach(this::sort);
        return new Encryption(target(STATE), target(PLAN), remote());
    }

    private void method(Content.Block block) {
        String type = block.labels().getFirst();
        String name = type + "." + block.labels().get(1);
        switch (type) {
            case "unencrypted" -> {
                block.body().read(NOTHING, diagnostics);
                methods.put(name, new Method.Unencrypted());
            }
            case "aes_gcm" -> {
                KeySource source = source(block.body().read(AES_GCM, diagnostics), block);
                if (source != null) {
                    methods.put(name, new Method.AesGcm(name, source));
                }
            }
            case "external" -> external(name, block);
            default ->
                    diagnostics.error(
                            "Unsupported encryption method",
                            "There is no method \""
                                    + type
                                    + "\"; there are \"aes_gcm\", \"external\" and"
                                    + " \"unencrypted\".",
                            block.header());
        }
    }

    private @Nullable KeySource source(Content.Found found, Content.Block block) {
        KeySource source =
                keys.find(BlockValues.named(found.attributes().get("keys"), "key_provider"));
        if (source == null) {
            diagnostics.error(
                    "Invalid encryption method",
                    "\"keys\" must name a key provider: key_provider.TYPE.NAME.",
                    block.header());
        }
        return source;
    }

    private void external(String name, Content.Block block) {
        Content.Found found = block.body().read(EXTERNAL, diagnostics);
        List<String> encryption = values.command(found, "encrypt_command", block.header());
        List<String> decryption = values.command(found, "decrypt_command", block.header());
        KeySource source = found.attributes().containsKey("keys") ? source(found, block) : null;
        if (!encryption.isEmpty() && !decryption.isEmpty()) {
            methods.put(
                    name,
                    new Method.External(
                            name,
                            source,
                            new ExternalProgram(encryption, ExternalProgram.METHOD),
                            new ExternalProgram(decryption, ExternalProgram.METHOD)));
        }
    }

    private void sort(Content.Block block) {
        if (block.type().equals(STATE) || block.type().equals(PLAN)) {
            targets.computeIfAbsent(block.type(), _ -> new ArrayList<>()).add(block);
        }
        if (block.type().equals(REMOTE)) {
            for (Content.Block each : block.body().read(REMOTES, diagnostics).blocks()) {
                String name = each.type().equals(DEFAULT) ? "" : each.labels().getFirst();
                remotes.computeIfAbsent(name, _ -> new ArrayList<>()).add(each);
            }
        }
    }

    private Sealing target(String type) {
        Sealing sealing = sealing(targets.getOrDefault(type, List.of()));
        return sealing == null ? Sealing.NONE : sealing;
    }

    private RemoteSealings remote() {
        Map<String, Sealing> named = new HashMap<>();
        remotes.forEach((name, blocks) -> {
            Sealing sealing = sealing(blocks);
            if (sealing != null) {
                named.put(name, sealing);
            }
        });
        Sealing standard = named.remove("");
        return new RemoteSealings(standard == null ? Sealing.NONE : standard, named);
    }

    /// Of blocks about the same, of which the later say more: so one may enforce what another
    /// configures.
    private @Nullable Sealing sealing(List<Content.Block> blocks) {
        List<Method> chain = new ArrayList<>();
        boolean enforced = false;
        for (Content.Block each : blocks) {
            Content.Found found = each.body().read(TARGET, diagnostics);
            if (values.value(found, "enforced") instanceof Value.Bool bool) {
                enforced = bool.isTrue();
            }
            if (found.attributes().containsKey("method") || !found.blocks("fallback").isEmpty()) {
                chain.clear();
                collect(found, each, chain);
            }
        }
        boolean isPlain =
                chain.isEmpty() || chain.stream().anyMatch(Method.Unencrypted.class::isInstance);
        if (enforced && isPlain) {
            diagnostics.error(
                    "Encryption is enforced",
                    chain.isEmpty()
                            ? "\"enforced\" is set, but no method: neither here nor in"
                                    + " TF_ENCRYPTION."
                            : "\"enforced\" does not go with the method \"unencrypted\".",
                    blocks.getLast().header());
        }
        return chain.isEmpty() ? null : new Sealing(chain);
    }

    private void collect(Content.Found found, Content.Block block, List<Method> chain) {
        Method method = methods.get(BlockValues.named(found.attributes().get("method"), "method"));
        if (method == null) {
            diagnostics.error(
                    "Invalid encryption target",
                    "\"method\" must name a method: method.TYPE.NAME.",
                    block.header());
        } else {
            chain.add(method);
        }
        found.blocks("fallback")
                .forEach(each -> collect(each.body().read(TARGET, diagnostics), each, chain));
    }
}

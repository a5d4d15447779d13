package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.provider.ProviderSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gathers what the `terraform` blocks of a module say. Those of override files come last and
/// replace. Belongs to one thread.
final class SettingsReader {
    private final Statics statics;
    private final Diagnostics diagnostics;
    private final List<RequiredVersion> versions = new ArrayList<>();
    private final Map<String, RequiredProvider> providers = new TreeMap<>();
    private final Map<String, ProviderMeta> metas = new TreeMap<>();
    private @Nullable Backend backend;
    private @Nullable Encryption encryption;
    private @Nullable SourceRange providersAt;

    SettingsReader(Statics statics) {
        this.statics = statics;
        this.diagnostics = statics.diagnostics();
    }

    void read(Content.Block block, boolean overrides) {
        Content.Found found = block.body().read(Schemas.TERRAFORM, diagnostics);
        Content.Attribute version = found.attributes().get("required_version");
        if (version != null) {
            if (overrides) {
                versions.clear();
            }
            versions.add(
                    new RequiredVersion(statics.text(version, ""), version.expression().range()));
        }
        for (Content.Block each : found.blocks()) {
            switch (each.type()) {
                case "required_providers" -> requiredProviders(each, overrides);
                case "provider_meta" -> meta(each, overrides);
                case "encryption" -> encryption = new Encryption(each.body(), each.header());
                default -> backend(each, overrides);
            }
        }
    }

    private void backend(Content.Block block, boolean overrides) {
        String type = block.type().equals("cloud") ? "cloud" : block.labels().getFirst();
        if (backend != null && !overrides) {
            diagnostics.error(
                    "Duplicate backend configuration",
                    "A module may have only one backend configuration. The backend was previously"
                            + " configured at "
                            + backend.range()
                            + ".",
                    block.header());
            return;
        }
        backend = new Backend(type, block.body(), block.header());
    }

    private void meta(Content.Block block, boolean overrides) {
        String name = block.labels().getFirst();
        ProviderMeta meta = new ProviderMeta(name, block.body(), block.header());
        ProviderMeta before = metas.put(name, meta);
        if (before != null && !overrides) {
            diagnostics.error(
                    "Duplicate provider_meta block",
                    "A provider_meta block for \""
                            + name
                            + "\" was already declared at "
                            + before.range()
                            + ".",
                    block.header());
        }
    }

    void requiredProviders(Content.Block block, boolean overrides) {
        if (providersAt != null && !overrides) {
            diagnostics.error(
                    "Duplicate required providers configuration",
                    "A module may have only one required providers configuration. The required"
                            + " providers were previously configured at "
                            + providersAt
                            + ".",
                    block.header());
            return;
        }
        providersAt = block.header();
        block.body()
                .justAttributes(diagnostics)
                .forEach((name, attribute) -> {
                    RequiredProvider provider = requiredProvider(name, attribute);
                    if (provider != null) {
                        providers.put(name, provider);
                    }
                });
    }

    private @Nullable RequiredProvider requiredProvider(String name, Content.Attribute attribute) {
        if (!(attribute.expression() instanceof Expression.ObjectLiteral object)) {
            String constraint = statics.text(attribute, "");
            return new RequiredProvider(
                    name, ProviderSource.implied(name), constraint, List.of(), attribute.range());
        }
        String source = name;
        String constraint = "";
        List<ProviderRef> aliases = new ArrayList<>();
        for (Expression.Item item : object.items()) {
            String key = Statics.keyword(item.key());
            Content.Attribute part =
                    new Content.Attribute(String.valueOf(key), item.value().range(), item.value());
            switch (String.valueOf(key)) {
                case "source" -> source = statics.text(part, name);
                case "version" -> constraint = statics.text(part, "");
                case "configuration_aliases" -> aliases.addAll(aliases(part));
                default ->
                        diagnostics.error(
                                "Invalid required_providers object",
                                "required_providers objects can only contain \"version\","
                                        + " \"source\" and \"configuration_aliases\" attributes,"
                                        + " not \""
                                        + key
                                        + "\".",
                                item.key().range());
            }
        }
        try {
            return new RequiredProvider(
                    name, ProviderSource.parse(source), constraint, aliases, attribute.range());
        } catch (IllegalArgumentException e) {
            diagnostics.error(
                    "Invalid provider source string",
                    String.valueOf(e.getMessage()),
                    attribute.range());
            return null;
        }
    }

    private List<ProviderRef> aliases(Content.Attribute attribute) {
        ProviderRefReader reader = new ProviderRefReader(statics);
        List<ProviderRef> aliases = new ArrayList<>();
        for (Expression each : statics.elements(attribute)) {
            ProviderRef alias = reader.read(each);
            if (alias != null) {
                aliases.add(alias);
            }
        }
        return aliases;
    }

    Module.Settings settings() {
        return new Module.Settings(versions, providers, backend, encryption, metas);
    }
}

package dev.slipway.terraform.folder;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.ProviderRef;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.mock.Mock;
import dev.slipway.terraform.test.RunReferences;
import dev.slipway.terraform.test.TestFile;
import dev.slipway.terraform.test.TestFile.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts the providers of a test file where the configuration of a run has its own. Belongs to one
/// thread.
final class TestProviders {
    private final TestFile file;
    private final Run run;
    private final ConfigTree config;
    private final Scope scope;
    private final RunReferences references;
    private final Diagnostics diagnostics;
    private final Map<ProviderAddress, Mock> mocks = new LinkedHashMap<>();

    /// @param scope what provider blocks of the file see
    /// @param runs the outputs of the runs before
    TestProviders(
            TestFile file,
            Run run,
            ConfigTree config,
            Scope scope,
            Value runs,
            Diagnostics diagnostics) {
        this.file = file;
        this.run = run;
        this.config = config;
        this.scope = scope;
        this.diagnostics = diagnostics;
        this.references =
                new RunReferences(
                        file,
                        runs instanceof Value.Mapping mapping
                                ? mapping.elements().keySet()
                                : Set.of(),
                        "the provider is required");
    }

    /// The mocked ones, once the configuration was changed.
    Map<ProviderAddress, Mock> mocks() {
        return mocks;
    }

    ConfigTree config() {
        Map<String, ProviderBlock> own = new LinkedHashMap<>();
        Map<String, ProviderRef> wanted = run.providers();
        if (wanted == null) {
            file.providers().stream()
                    .filter(each -> isUsed(each.localName(), each.alias()))
                    .forEach(each -> put(each.localName(), each.alias(), each, own));
            file.mocks().stream()
                    .filter(each -> isUsed(each.localName(), each.alias()))
                    .forEach(each -> put(each.localName(), each.alias(), each, own));
        } else {
            wanted.forEach((name, ref) -> choose(name, ref, own));
        }
        List<ProviderBlock> providers = new ArrayList<>(own.values());
        for (ProviderBlock each : config.module().providers()) {
            if (!own.containsKey(name(each.localName(), each.alias()))) {
                providers.add(each);
            }
        }
        return new ConfigTree(
                config.path(), config.module().withProviders(providers), config.children());
    }

    private static String name(String localName, String alias) {
        return alias.isEmpty() ? localName : localName + "." + alias;
    }

    /// Whether the root module needs it. Others are not looked at: they may need runs that come
    /// later.
    private boolean isUsed(String localName, String alias) {
        return alias.isEmpty()
                || Stream.concat(
                                config.module().resources().values().stream()
                                        .map(Resource::provider),
                                config.module().calls().values().stream()
                                        .flatMap(each -> each.providers().values().stream()))
                        .anyMatch(each ->
                                each != null
                                        && each.localName().equals(localName)
                                        && each.alias().equals(alias));
    }

    private void choose(String name, ProviderRef ref, Map<String, ProviderBlock> own) {
        int dot = name.indexOf('.');
        String localName = dot < 0 ? name : name.substring(0, dot);
        String alias = dot < 0 ? "" : name.substring(dot + 1);
        ProviderBlock block =
                file.providers().stream()
                        .filter(each ->
                                each.localName().equals(ref.localName())
                                        && each.alias().equals(ref.alias()))
                        .findFirst()
                        .orElse(null);
        Mock mock = mock(ref);
        if (block != null) {
            put(localName, alias, block, own);
        } else if (mock != null) {
            put(localName, alias, mock, own);
        } else {
            String missing = name(ref.localName(), ref.alias());
            diagnostics.error(
                    "Missing provider definition for " + missing,
                    "This provider block references a provider definition that does not exist.",
                    ref.range());
        }
    }

    private @Nullable Mock mock(ProviderRef ref) {
        return file.mocks().stream()
                .filter(each ->
                        each.localName().equals(ref.localName())
                                && each.alias().equals(ref.alias()))
                .findFirst()
                .orElse(null);
    }

    private void put(
            String localName, String alias, ProviderBlock block, Map<String, ProviderBlock> own) {
        Diagnostics ignored = new Diagnostics();
        block.config().justAttributes(ignored).values().forEach(each -> check(each, diagnostics));
        own.put(
                name(localName, alias),
                new ProviderBlock(
                        localName, alias, null, null, block.config().in(scope), block.range()));
    }

    private void check(Content.Attribute attribute, Diagnostics problems) {
        for (Reference each : References.of(attribute.expression())) {
            references.check(each, problems);
        }
    }

    private void put(String localName, String alias, Mock mock, Map<String, ProviderBlock> own) {
        Content nothing =
                Content.of(Parser.file(new SourceText(file.path(), ""), new Diagnostics()));
        own.put(
                name(localName, alias),
                new ProviderBlock(localName, alias, null, null, nothing, mock.range()));
        mocks.put(
                new ProviderAddress(
                        ModulePath.ROOT,
                        config.module().providerSource(localName),
                        alias,
                        InstanceKey.NONE),
                mock);
    }
}

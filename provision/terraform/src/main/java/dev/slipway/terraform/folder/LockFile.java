package dev.slipway.terraform.folder;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.version.Version;
import dev.slipway.terraform.version.VersionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which versions of providers were selected, and which packages of them are known to be genuine:
/// `.terraform.lock.hcl`, written as Terraform 1.11 writes it. Immutable.
public record LockFile(SortedMap<ProviderSource, Entry> providers) {
    public static final String NAME = ".terraform.lock.hcl";
    public static final LockFile EMPTY = new LockFile(new TreeMap<>());

    private static final BodySchema FILE =
            new BodySchema(List.of(), List.of(new BodySchema.Block("provider", List.of("source"))));
    private static final BodySchema PROVIDER =
            new BodySchema(
                    List.of(
                            new BodySchema.Attribute("version", true),
                            new BodySchema.Attribute("constraints", false),
                            new BodySchema.Attribute("hashes", false)),
                    List.of());

    /// One provider. Hashes are `h1:` of the files of a package, or `zh:` of the archive itself.
    public record Entry(Version version, String constraints, List<String> hashes) {
        public Entry {
            requireNonNull(version, "version");
            requireNonNull(constraints, "constraints");
            hashes = List.copyOf(new TreeSet<>(hashes));
        }
    }

    public LockFile {
        providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
    }

    /// What is wrong becomes diagnostics, and what could be understood is returned.
    public static LockFile read(String text, Diagnostics diagnostics) {
        Content content = Content.of(Parser.file(new SourceText(NAME, text), diagnostics));
        SortedMap<ProviderSource, Entry> providers = new TreeMap<>();
        for (Content.Block block : content.read(FILE, diagnostics).blocks()) {
            Entry entry = entry(block, diagnostics);
            if (entry != null) {
                try {
                    providers.put(ProviderSource.parse(block.labels().getFirst()), entry);
                } catch (IllegalArgumentException e) {
                    diagnostics.error(
                            "Invalid provider source address",
                            String.valueOf(e.getMessage()),
                            block.header());
                }
            }
        }
        return new LockFile(providers);
    }

    private static @Nullable Entry entry(Content.Block block, Diagnostics diagnostics) {
        Content.Found found = block.body().read(PROVIDER, diagnostics);
        String version = text(found.attributes().get("version"), diagnostics);
        String constraints = text(found.attributes().get("constraints"), diagnostics);
        List<String> hashes = new ArrayList<>();
        Content.Attribute list = found.attributes().get("hashes");
        if (list != null
                && value(list, diagnostics).unmarked() instanceof Value.Sequence sequence) {
            sequence.elements().forEach(each -> hashes.add(Values.text(each)));
        }
        try {
            return new Entry(Version.parse(version), constraints, hashes);
        } catch (VersionException e) {
            diagnostics.error(
                    "Invalid provider version number",
                    String.valueOf(e.getMessage()),
                    block.header());
            return null;
        }
    }

    private static Value value(Content.Attribute attribute, Diagnostics diagnostics) {
        var evaluation = Evaluator.evaluate(attribute.expression(), Scope.of(Map.of(), Map.of()));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.value();
    }

    private static String text(Content.@Nullable Attribute attribute, Diagnostics diagnostics) {
        return attribute != null && value(attribute, diagnostics) instanceof Value.Text(String text)
                ? text
                : "";
    }

    public String write() {
        StringBuilder out = new StringBuilder();
        out.append("# This file is maintained automatically by \"terraform init\".\n");
        out.append("# Manual edits may be lost in future updates.\n");
        providers.forEach((source, entry) -> {
            out.append("\nprovider \"").append(source).append("\" {\n");
            String pad = entry.constraints().isEmpty() ? "" : "    ";
            out.append("  version").append(pad).append(" = \"").append(entry.version());
            out.append("\"\n");
            if (!entry.constraints().isEmpty()) {
                out.append("  constraints = \"").append(entry.constraints()).append("\"\n");
            }
            if (!entry.hashes().isEmpty()) {
                out.append("  hashes = [\n");
                entry.hashes().forEach(each -> out.append("    \"").append(each).append("\",\n"));
                out.append("  ]\n");
            }
            out.append("}\n");
        });
        return out.toString();
    }
}

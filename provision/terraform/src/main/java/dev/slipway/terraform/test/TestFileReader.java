package dev.slipway.terraform.test;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.test.TestFile.Options;
import dev.slipway.terraform.test.TestFile.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads test files. What is wrong, or not supported, becomes a diagnostic. Belongs to one thread.
public final class TestFileReader {
    private static final List<String> UNSUPPORTED =
            List.of("mock_provider", "override_resource", "override_data", "override_module");
    private static final BodySchema FILE =
            blocks(
                    List.of(),
                    Map.of(
                            "test", List.of(),
                            "variables", List.of(),
                            "provider", List.of("name"),
                            "mock_provider", List.of("name"),
                            "override_resource", List.of(),
                            "override_data", List.of(),
                            "override_module", List.of(),
                            "run", List.of("name")));
    private static final BodySchema RUN =
            blocks(
                    List.of("command", "expect_failures", "providers", "state_key", "parallel"),
                    Map.of(
                            "variables", List.of(),
                            "module", List.of(),
                            "plan_options", List.of(),
                            "assert", List.of(),
                            "override_resource", List.of(),
                            "override_data", List.of(),
                            "override_module", List.of()));
    private static final BodySchema MODULE = blocks(List.of("source", "version"), Map.of());
    private static final BodySchema OPTIONS =
            blocks(List.of("mode", "refresh", "replace", "target"), Map.of());
    private static final BodySchema ASSERT =
            blocks(List.of("condition", "error_message"), Map.of());
    private static final BodySchema PROVIDER = blocks(List.of("alias"), Map.of());

    private final Diagnostics diagnostics;

    public TestFileReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    private static BodySchema blocks(List<String> attributes, Map<String, List<String>> blocks) {
        return new BodySchema(
                attributes.stream().map(each -> new BodySchema.Attribute(each, false)).toList(),
                blocks.entrySet().stream()
                        .map(each -> new BodySchema.Block(each.getKey(), each.getValue()))
                        .toList());
    }

    /// `path` is how the file is called, and says whether it is JSON.
    public TestFile read(String path, String text) {
        SourceText source = new SourceText(path, text);
        Content content =
                path.endsWith(".json")
                        ? JsonContent.parse(source, diagnostics)
                        : Content.of(Parser.file(source, diagnostics));
        Map<String, Content.Attribute> variables = new TreeMap<>();
        List<ProviderBlock> providers = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (content == null) {
            return new TestFile(path, variables, providers, runs);
        }
        for (Content.Block block : content.read(FILE, diagnostics).blocks()) {
            switch (block.type()) {
                case "variables" -> variables.putAll(block.body().justAttributes(diagnostics));
                case "provider" -> providers.add(provider(block));
                case "run" -> {
                    Run run = run(block);
                    if (!names.add(run.name())) {
                        diagnostics.error(
                                "Duplicate \"run\" block names",
                                "There is a run \"" + run.name() + "\" in this file already.",
                                block.header());
                    }
                    runs.add(run);
                }
                case "test" -> {}
                default -> refuse(block);
            }
        }
        return new TestFile(path, variables, providers, runs);
    }

    private void refuse(Content.Block block) {
        if (UNSUPPORTED.contains(block.type())) {
            diagnostics.error(
                    "Not supported in tests",
                    "\"" + block.type() + "\" is not supported here: tests use real providers.",
                    block.header());
        }
    }

    private ProviderBlock provider(Content.Block block) {
        Content.Partial partial = block.body().readPart(PROVIDER, diagnostics);
        Content.Attribute alias = partial.found().attributes().get("alias");
        return new ProviderBlock(
                block.labels().getFirst(),
                alias == null ? "" : text(alias),
                null,
                null,
                partial.rest(),
                block.header());
    }

    private Run run(Content.Block block) {
        Content.Found found = block.body().read(RUN, diagnostics);
        found.blocks().forEach(this::refuse);
        Map<String, Content.Attribute> variables = new TreeMap<>();
        found.blocks("variables")
                .forEach(each -> variables.putAll(each.body().justAttributes(diagnostics)));
        if (found.attributes().containsKey("providers")) {
            diagnostics.error(
                    "Not supported in tests",
                    "\"providers\" is not supported here; configure providers in the file.",
                    block.header());
        }
        Content.Attribute key = found.attributes().get("state_key");
        String module = module(found);
        return new Run(
                block.labels().getFirst(),
                keyword(found.attributes().get("command"), "apply").equals("plan"),
                module,
                key == null ? module : text(key),
                options(found),
                variables,
                assertions(found),
                references(found.attributes().get("expect_failures")),
                block.header());
    }

    private String module(Content.Found found) {
        for (Content.Block each : found.blocks("module")) {
            Content.Attribute source =
                    each.body().read(MODULE, diagnostics).attributes().get("source");
            return source == null ? "" : text(source);
        }
        return "";
    }

    private Options options(Content.Found found) {
        for (Content.Block each : found.blocks("plan_options")) {
            Content.Found inner = each.body().read(OPTIONS, diagnostics);
            Content.Attribute refresh = inner.attributes().get("refresh");
            return new Options(
                    keyword(inner.attributes().get("mode"), "normal").equals("refresh-only"),
                    refresh == null || !Value.of(false).equals(value(refresh)),
                    targets(inner.attributes().get("target")),
                    targets(inner.attributes().get("replace")));
        }
        return Options.NONE;
    }

    private List<Target> targets(Content.@Nullable Attribute attribute) {
        List<Target> targets = new ArrayList<>();
        for (Reference each : references(attribute)) {
            try {
                targets.add(Addresses.target(each));
            } catch (AddressException e) {
                diagnostics.error("Invalid address", String.valueOf(e.getMessage()), each.range());
            }
        }
        return targets;
    }

    private List<Condition> assertions(Content.Found found) {
        List<Condition> conditions = new ArrayList<>();
        for (Content.Block each : found.blocks("assert")) {
            Content.Found inner = each.body().read(ASSERT, diagnostics);
            Content.Attribute condition = inner.attributes().get("condition");
            Content.Attribute message = inner.attributes().get("error_message");
            if (condition == null || message == null) {
                diagnostics.error(
                        "Missing required argument",
                        "An assertion needs \"condition\" and \"error_message\".",
                        each.header());
            } else {
                conditions.add(
                        new Condition(condition.expression(), message.expression(), each.header()));
            }
        }
        return conditions;
    }

    private List<Reference> references(Content.@Nullable Attribute attribute) {
        List<Reference> references = new ArrayList<>();
        if (attribute == null) {
            return references;
        }
        if (!(attribute.expression() instanceof Expression.TupleLiteral tuple)) {
            diagnostics.error(
                    "Invalid expression",
                    "A list of references is required.",
                    attribute.expression().range());
            return references;
        }
        for (Expression each : tuple.elements()) {
            Reference reference = Reference.of(each);
            if (reference == null) {
                diagnostics.error("Invalid expression", "A reference is required.", each.range());
            } else {
                references.add(reference);
            }
        }
        return references;
    }

    private static String keyword(Content.@Nullable Attribute attribute, String standard) {
        return attribute != null && attribute.expression() instanceof Expression.Variable word
                ? word.name()
                : standard;
    }

    private Value value(Content.Attribute attribute) {
        Evaluation evaluation =
                Evaluator.evaluate(attribute.expression(), Scope.of(Map.of(), Map.of()));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.value();
    }

    private String text(Content.Attribute attribute) {
        return value(attribute) instanceof Value.Text(String text) ? text : "";
    }
}

package dev.slipway.terraform.test;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.ProviderRef;
import dev.slipway.terraform.mock.OverrideReader;
import dev.slipway.terraform.mock.StaticReference;
import dev.slipway.terraform.test.TestFile.Options;
import dev.slipway.terraform.test.TestFile.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `run` blocks. Belongs to one thread.
final class RunReader {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");
    private static final BodySchema RUN =
            schema(
                    List.of("command", "expect_failures", "providers", "state_key", "parallel"),
                    List.of(
                            "variables",
                            "module",
                            "plan_options",
                            "assert",
                            "override_resource",
                            "override_data",
                            "override_module"));
    private static final BodySchema MODULE = schema(List.of("source", "version"), List.of());
    private static final BodySchema OPTIONS =
            schema(List.of("mode", "refresh", "replace", "target"), List.of());
    private static final BodySchema ASSERT =
            schema(List.of("condition", "error_message"), List.of());

    private final Diagnostics diagnostics;

    RunReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    static BodySchema schema(List<String> attributes, List<String> blocks) {
        return new BodySchema(
                attributes.stream().map(each -> new BodySchema.Attribute(each, false)).toList(),
                blocks.stream().map(each -> new BodySchema.Block(each, List.of())).toList());
    }

    /// @param parallel where the run does not say
    Run read(Content.Block block, boolean parallel) {
        String name = block.labels().getFirst();
        if (!NAME.matcher(name).matches()) {
            diagnostics.error(
                    "Invalid run block name",
                    "A name must start with a letter or underscore and may contain only letters,"
                            + " digits, underscores, and dashes.",
                    block.header());
        }
        Content.Found found = block.body().read(RUN, diagnostics);
        Map<String, Content.Attribute> variables = new TreeMap<>();
        found.blocks("variables")
                .forEach(each -> variables.putAll(each.body().justAttributes(diagnostics)));
        Content.Attribute key = found.attributes().get("state_key");
        String module = module(found);
        return new Run(
                name,
                keyword(found, "command", List.of("apply", "plan")).equals("plan"),
                module,
                key == null ? module : text(key),
                truth(found.attributes().get("parallel"), parallel),
                options(found),
                variables,
                providers(found.attributes().get("providers")),
                new OverrideReader(diagnostics).read(found.blocks(), false),
                assertions(found),
                references(found.attributes().get("expect_failures")),
                block.header());
    }

    private @Nullable Map<String, ProviderRef> providers(Content.@Nullable Attribute attribute) {
        if (attribute == null) {
            return null;
        }
        Map<String, ProviderRef> providers = new TreeMap<>();
        if (!(attribute.expression() instanceof Expression.ObjectLiteral object)) {
            diagnostics.error(
                    "Invalid expression",
                    "A static map expression is required.",
                    attribute.expression().range());
            return providers;
        }
        for (Expression.Item each : object.items()) {
            ProviderRef inner = provider(each.key());
            ProviderRef outer = provider(each.value());
            if (inner != null && outer != null) {
                providers.put(name(inner.localName(), inner.alias()), outer);
            }
        }
        return providers;
    }

    /// `aws`, or with an alias `aws.west`.
    static String name(String localName, String alias) {
        return alias.isEmpty() ? localName : localName + "." + alias;
    }

    private @Nullable ProviderRef provider(Expression expression) {
        String quoted =
                expression instanceof Expression.Template template ? template.literal() : null;
        if (quoted != null) {
            int dot = quoted.indexOf('.');
            return dot < 0
                    ? new ProviderRef(quoted, "", null, expression.range())
                    : new ProviderRef(
                            quoted.substring(0, dot),
                            quoted.substring(dot + 1),
                            null,
                            expression.range());
        }
        Expression inner =
                expression instanceof Expression.Parentheses parentheses
                        ? parentheses.inner()
                        : expression;
        Reference reference = Reference.of(inner);
        if (reference != null && reference.steps().isEmpty()) {
            return new ProviderRef(reference.root(), "", null, expression.range());
        }
        if (reference != null
                && reference.steps().size() == 1
                && reference.steps().getFirst().key() instanceof Value.Text(String alias)) {
            return new ProviderRef(reference.root(), alias, null, expression.range());
        }
        diagnostics.error(
                "Invalid provider configuration reference",
                "The providers argument requires a provider type name, optionally followed by a"
                        + " period and then a configuration alias.",
                expression.range());
        return null;
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
            boolean refreshOnly =
                    keyword(inner, "mode", List.of("normal", "refresh-only"))
                            .equals("refresh-only");
            Options options =
                    new Options(
                            refreshOnly,
                            truth(refresh, true),
                            targets(inner.attributes().get("target")),
                            targets(inner.attributes().get("replace")));
            if (refreshOnly && refresh != null && !options.refresh()) {
                diagnostics.error(
                        "Incompatible plan options",
                        "The \"refresh\" option cannot be set to false when running a test in"
                                + " \"refresh-only\" mode.",
                        refresh.range());
            }
            return options;
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
            Content.Attribute message = required(inner, "error_message", each);
            Content.Attribute condition = required(inner, "condition", each);
            if (condition != null && References.of(condition.expression()).isEmpty()) {
                diagnostics.error(
                        "Invalid assert expression",
                        "The condition expression must refer to at least one object from elsewhere"
                                + " in the configuration, or else its result would not be checking"
                                + " anything.",
                        condition.expression().range());
            } else if (condition != null && message != null) {
                conditions.add(
                        new Condition(condition.expression(), message.expression(), each.header()));
            }
        }
        return conditions;
    }

    private Content.@Nullable Attribute required(
            Content.Found found, String name, Content.Block block) {
        Content.Attribute attribute = found.attributes().get(name);
        if (attribute == null) {
            diagnostics.error(
                    "Missing required argument",
                    "The argument \"" + name + "\" is required, but no definition was found.",
                    block.header());
        }
        return attribute;
    }

    private List<Reference> references(Content.@Nullable Attribute attribute) {
        List<Reference> references = new ArrayList<>();
        if (attribute == null) {
            return references;
        }
        if (!(attribute.expression() instanceof Expression.TupleLiteral tuple)) {
            diagnostics.error(
                    "Invalid expression",
                    "A static list expression is required.",
                    attribute.expression().range());
            return references;
        }
        for (Expression each : tuple.elements()) {
            Reference reference = StaticReference.of(each, diagnostics);
            if (reference != null) {
                references.add(reference);
            }
        }
        return references;
    }

    private String keyword(Content.Found found, String name, List<String> words) {
        Content.Attribute attribute = found.attributes().get(name);
        if (attribute == null) {
            return words.getFirst();
        }
        String word =
                attribute.expression() instanceof Expression.Variable variable
                        ? variable.name()
                        : attribute.expression() instanceof Expression.Template template
                                ? template.literal()
                                : null;
        if (word != null && words.contains(word)) {
            return word;
        }
        diagnostics.error(
                "Invalid \"" + name + "\" keyword",
                "The \""
                        + name
                        + "\" argument requires one of the following keywords without quotes: "
                        + String.join(" or ", words)
                        + (name.equals("command") ? "." : ""),
                attribute.range());
        return words.getFirst();
    }

    boolean truth(Content.@Nullable Attribute attribute, boolean standard) {
        if (attribute == null) {
            return standard;
        }
        Value value = value(attribute);
        if (value instanceof Value.Bool(boolean isTrue)) {
            return isTrue;
        }
        diagnostics.error(
                "Unsuitable value type",
                "Unsuitable value: a bool is required",
                attribute.expression().range());
        return standard;
    }

    private Value value(Content.Attribute attribute) {
        Evaluation evaluation =
                Evaluator.evaluate(attribute.expression(), Scope.of(Map.of(), Map.of()));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.value();
    }

    String text(Content.Attribute attribute) {
        return value(attribute) instanceof Value.Text(String text) ? text : "";
    }
}

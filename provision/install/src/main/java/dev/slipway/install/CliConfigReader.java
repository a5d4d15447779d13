package dev.slipway.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.install.CliConfig.Kind;
import dev.slipway.install.CliConfig.Method;
import dev.slipway.provider.ProviderSource;
import dev.slipway.terraform.folder.FolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the configuration of the command line: the file that `TF_CLI_CONFIG_FILE` names, or
/// `~/.tofurc`, or `~/.terraformrc`; credentials that `login` kept; and the environment. Belongs to
/// one thread.
public final class CliConfigReader {
    private static final BodySchema FILE =
            new BodySchema(
                    List.of(
                            new BodySchema.Attribute("plugin_cache_dir", false),
                            new BodySchema.Attribute(
                                    "plugin_cache_may_break_dependency_lock_file", false),
                            new BodySchema.Attribute("disable_checkpoint", false),
                            new BodySchema.Attribute("disable_checkpoint_signature", false)),
                    List.of(
                            new BodySchema.Block("provider_installation", List.of()),
                            new BodySchema.Block("credentials", List.of("host")),
                            new BodySchema.Block("credentials_helper", List.of("name")),
                            new BodySchema.Block("host", List.of("name"))));
    private static final BodySchema INSTALLATION =
            new BodySchema(
                    List.of(new BodySchema.Attribute("dev_overrides", false)),
                    List.of(
                            new BodySchema.Block("filesystem_mirror", List.of()),
                            new BodySchema.Block("network_mirror", List.of()),
                            new BodySchema.Block("direct", List.of())));

    /// These files are in an older syntax, in which the names of attributes may be quoted.
    private static final Pattern OVERRIDES = Pattern.compile("(?m)^(\\s*dev_overrides)\\s*\\{");

    private static final String TOKEN = "TF_TOKEN_";

    private final Map<String, String> environment;
    private final Path home;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, Map<String, String>> services = new HashMap<>();
    private final Map<ProviderSource, Path> overrides = new HashMap<>();
    private @Nullable List<Method> methods;
    private @Nullable Path pluginCache;

    private CliConfigReader(Map<String, String> environment) {
        this.environment = environment;
        this.home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "")));
    }

    /// @throws FolderException if something in it is wrong
    public static CliConfig read(Map<String, String> environment) {
        return new CliConfigReader(environment).read();
    }

    /// Where `login` keeps tokens.
    public static Path credentialsFile(Map<String, String> environment) {
        return new CliConfigReader(environment).home.resolve(".terraform.d/credentials.tfrc.json");
    }

    private CliConfig read() {
        Path file = file();
        if (file != null) {
            readFile(file);
        }
        readCredentials();
        String cache = environment.getOrDefault("TF_PLUGIN_CACHE_DIR", "");
        if (!cache.isEmpty()) {
            pluginCache = path(cache);
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(TOKEN)) {
                tokens.put(host(name.substring(TOKEN.length())), value);
            }
        });
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return new CliConfig(methods, tokens, services, pluginCache, overrides);
    }

    /// Dots of a host are underscores in the name of a variable, and hyphens two of them.
    private static String host(String name) {
        return name.replace("__", "-").replace('_', '.');
    }

    private @Nullable Path file() {
        String named =
                environment.getOrDefault(
                        "TF_CLI_CONFIG_FILE", environment.getOrDefault("TERRAFORM_CONFIG", ""));
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        for (String each : List.of(".tofurc", ".terraformrc")) {
            if (Files.exists(home.resolve(each))) {
                return home.resolve(each);
            }
        }
        return null;
    }

    private void readFile(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new FolderException(
                    "CLI configuration cannot be read", file + ": " + e.getMessage());
        }
        Content content =
                Content.of(
                        Parser.file(
                                new SourceText(
                                        file.toString(),
                                        OVERRIDES.matcher(text).replaceAll("$1 = {")),
                                diagnostics));
        Content.Found found = content.read(FILE, diagnostics);
        String cache = text(found, "plugin_cache_dir");
        if (!cache.isEmpty()) {
            pluginCache = path(cache);
        }
        for (Content.Block block : found.blocks()) {
            switch (block.type()) {
                case "provider_installation" -> installation(block);
                case "credentials" ->
                        attributes(
                                block,
                                (name, value) -> {
                                    if (name.equals("token")) {
                                        tokens.put(block.labels().getFirst(), Values.text(value));
                                    }
                                });
                case "host" -> host(block);
                default ->
                        diagnostics.error(
                                "Unsupported block in CLI configuration",
                                "\"" + block.type() + "\" is not supported.",
                                block.header());
            }
        }
    }

    private void attributes(Content.Block block, BiConsumer<String, Value> each) {
        block.body()
                .justAttributes(diagnostics)
                .forEach((name, attribute) -> {
                    Value value = value(attribute);
                    if (value.isKnown() && !value.isNull()) {
                        each.accept(name, value);
                    }
                });
    }

    private void host(Content.Block block) {
        Map<String, String> known = new HashMap<>();
        attributes(
                block,
                (name, value) -> {
                    if (name.equals("services") && value instanceof Value.Mapping mapping) {
                        mapping.elements()
                                .forEach((service, place) -> {
                                    if (place instanceof Value.Text(String text)) {
                                        known.put(service, text);
                                    }
                                });
                    }
                });
        services.put(block.labels().getFirst(), Map.copyOf(known));
    }

    private void installation(Content.Block block) {
        List<Method> found = new ArrayList<>();
        Content.Found content = block.body().read(INSTALLATION, diagnostics);
        Content.Attribute developed = content.attributes().get("dev_overrides");
        if (developed != null && value(developed) instanceof Value.Mapping mapping) {
            mapping.elements().forEach(this::override);
        }
        for (Content.Block each : content.blocks()) {
            switch (each.type()) {
                case "filesystem_mirror" -> found.add(method(each, Kind.FILESYSTEM_MIRROR, "path"));
                case "network_mirror" -> found.add(method(each, Kind.NETWORK_MIRROR, "url"));
                default -> found.add(method(each, Kind.DIRECT, ""));
            }
        }
        methods = found;
    }

    private void override(String name, Value value) {
        try {
            overrides.put(ProviderSource.parse(name), path(Values.text(value)));
        } catch (IllegalArgumentException e) {
            diagnostics.error("Invalid dev_overrides", String.valueOf(e.getMessage()), null);
        }
    }

    private Method method(Content.Block block, Kind kind, String placeName) {
        Map<String, Value> values = new HashMap<>();
        attributes(block, values::put);
        String place = values.get(placeName) instanceof Value.Text(String text) ? text : "";
        if (!placeName.isEmpty() && place.isEmpty()) {
            diagnostics.error(
                    "Invalid provider_installation",
                    "\"" + placeName + "\" is required here.",
                    block.header());
        }
        if (kind == Kind.FILESYSTEM_MIRROR) {
            place = path(place).toString();
        }
        return new Method(kind, place, texts(values.get("include")), texts(values.get("exclude")));
    }

    private static List<String> texts(@Nullable Value value) {
        return value instanceof Value.Sequence sequence
                ? sequence.elements().stream().map(Values::text).toList()
                : List.of();
    }

    private void readCredentials() {
        Path file = home.resolve(".terraform.d/credentials.tfrc.json");
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
            json.path("credentials")
                    .properties()
                    .forEach(each ->
                            tokens.putIfAbsent(
                                    each.getKey(), each.getValue().path("token").asText("")));
        } catch (NoSuchFileException e) {
            // Nobody logged in.
        } catch (IOException e) {
            throw new FolderException("Credentials cannot be read", file + ": " + e.getMessage());
        }
    }

    private Path path(String text) {
        return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    }

    private String text(Content.Found found, String name) {
        Content.Attribute attribute = found.attributes().get(name);
        return attribute != null && value(attribute) instanceof Value.Text(String text) ? text : "";
    }

    private Value value(Content.Attribute attribute) {
        var evaluation = Evaluator.evaluate(attribute.expression(), Scope.of(Map.of(), Map.of()));
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.value();
    }
}

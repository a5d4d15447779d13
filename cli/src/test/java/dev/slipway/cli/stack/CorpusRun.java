package dev.slipway.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.provider.process.Reattachment;
import dev.slipway.provider.testing.PluginServer;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.wire.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs one case with one engine in a folder of its own, and gathers what both engines must answer
/// alike: exit codes, diagnostics with their places, changes, and the state. Belongs to one thread.
final class CorpusRun {
    /// Runs a command in the folder of a session.
    @FunctionalInterface
    interface Engine {
        Session.Outcome run(Session session, String... words)
                throws IOException, InterruptedException;
    }

    static final Engine SLIPWAY = Session::run;
    static final Engine TERRAFORM = (session, words) -> session.terraform("", words);

    private static final String PLAN_FILE = "plan.out";
    private static final List<String> OF_PLAN =
            List.of(
                    "resource_changes",
                    "resource_drift",
                    "output_changes",
                    "checks",
                    "applyable",
                    "errored");

    private final CorpusCase corpusCase;
    private final Engine engine;
    private final Path work;
    private final Session session;
    private final CorpusNormal normal;

    /// @param folder an empty folder, with a short path, for sockets are made there
    CorpusRun(CorpusCase corpusCase, Engine engine, Path folder) throws IOException {
        this.corpusCase = corpusCase;
        this.engine = engine;
        work = Files.createDirectory(folder.resolve("work"));
        session =
                new Session(work)
                        .with("XDG_CACHE_HOME", folder.resolve("cache").toString())
                        .with("TF_IN_AUTOMATION", "1");
        normal = new CorpusNormal(work);
    }

    JsonNode answer() throws IOException, InterruptedException {
        if (!corpusCase.needsProvider()) {
            return commands();
        }
        Path objects = Files.createDirectory(work.resolveSibling("objects"));
        Path socket = work.resolveSibling("s");
        try (TestProvider provider = new TestProvider(objects);
                PluginServer _ = new PluginServer(Protocol.V6, provider, socket, null, () -> {})) {
            session.with(Reattachment.VARIABLE, reattachment(socket));
            return commands();
        }
    }

    private static String reattachment(Path socket) {
        ObjectNode provider = CorpusRecord.MAPPER.createObjectNode();
        provider.put("Protocol", "grpc")
                .put("ProtocolVersion", Protocol.V6.version())
                .put("Pid", ProcessHandle.current().pid())
                .put("Test", true);
        provider.putObject("Addr").put("Network", "unix").put("String", socket.toString());
        return CorpusRecord.MAPPER
                .createObjectNode()
                .set(TestProvider.SOURCE.toString(), provider)
                .toString();
    }

    private JsonNode commands() throws IOException, InterruptedException {
        if (corpusCase.hasBefore()) {
            corpusCase.copyBefore(work);
            run("init", "-input=false");
            Session.Outcome applied = run("apply", "-auto-approve", "-input=false");
            if (applied.exitCode() != 0) {
                throw new IllegalStateException(corpusCase + ": before: " + applied.err());
            }
            corpusCase.deleteBefore(work);
        }
        corpusCase.copy(work);
        ArrayNode answers = CorpusRecord.MAPPER.createArrayNode();
        for (String command : corpusCase.commands()) {
            answers.add(command(command));
        }
        return normal.of(answers);
    }

    private ObjectNode command(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        ObjectNode answer = CorpusRecord.MAPPER.createObjectNode().put("command", command);
        switch (words.getFirst()) {
            case "init" ->
                    answer.put("exit_code", run("init", "-input=false", "-no-color").exitCode());
            case "validate" -> validate(answer);
            case "plan" -> plan(words, answer);
            case "apply" -> apply(words, answer);
            default -> throw new IllegalArgumentException("command: " + command);
        }
        return answer;
    }

    private void validate(ObjectNode answer) throws IOException, InterruptedException {
        Session.Outcome outcome = run("validate", "-json");
        answer.put("exit_code", outcome.exitCode());
        answer.set("diagnostics", normal.diagnostics(json(outcome).path("diagnostics")));
    }

    private void plan(List<String> words, ObjectNode answer)
            throws IOException, InterruptedException {
        Path file = work.resolve(PLAN_FILE);
        Files.deleteIfExists(file);
        words.addAll(1, List.of("-json", "-input=false", "-detailed-exitcode"));
        words.add(1, "-out=" + PLAN_FILE);
        stream(words, answer);
        // A plan with errors holds what was looked at before them, which is a matter of chance.
        if (Files.exists(file) && answer.path("exit_code").asInt() != 1) {
            JsonNode shown = json(run("show", "-json", PLAN_FILE));
            for (String each : OF_PLAN) {
                if (shown.has(each)) {
                    answer.set(each, shown.get(each));
                }
            }
        }
    }

    private void apply(List<String> words, ObjectNode answer)
            throws IOException, InterruptedException {
        words.addAll(1, List.of("-json", "-input=false", "-auto-approve"));
        stream(words, answer);
        Path file = work.resolve("terraform.tfstate");
        if (Files.exists(file)) {
            answer.set("state", normal.state(CorpusRecord.MAPPER.readTree(file.toFile())));
        }
    }

    /// A command that prints a line of JSON for everything that happens.
    private void stream(List<String> words, ObjectNode answer)
            throws IOException, InterruptedException {
        Session.Outcome outcome = run(words.toArray(String[]::new));
        answer.put("exit_code", outcome.exitCode());
        ArrayNode diagnostics = CorpusRecord.MAPPER.createArrayNode();
        for (String line : outcome.out().lines().toList()) {
            JsonNode event = CorpusRecord.MAPPER.readTree(line);
            if (event.path("type").asText().equals("diagnostic")) {
                diagnostics.add(event.path("diagnostic"));
            }
        }
        answer.set("diagnostics", normal.diagnostics(diagnostics));
        if (!outcome.err().isBlank()) {
            answer.put("err", outcome.err());
        }
    }

    private Session.Outcome run(String... words) throws IOException, InterruptedException {
        return engine.run(session, words);
    }

    private JsonNode json(Session.Outcome outcome) throws IOException {
        try {
            return CorpusRecord.MAPPER.readTree(outcome.out());
        } catch (IOException e) {
            throw new IOException(corpusCase + ": " + outcome, e);
        }
    }

    static JsonNode of(CorpusCase corpusCase, Engine engine, Path folder)
            throws IOException, InterruptedException {
        return new CorpusRun(corpusCase, engine, folder).answer();
    }
}

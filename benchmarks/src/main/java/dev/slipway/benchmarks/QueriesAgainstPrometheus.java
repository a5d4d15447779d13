package dev.slipway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.EngineOptions.Flag;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.QueryResult;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Asks a real Prometheus 3 and our engine the same questions over the same blocks, and says where
/// answers differ.
///
/// ```
/// benchmarks/run QueriesAgainstPrometheus [PROMETHEUS]
/// ```
public final class QueriesAgainstPrometheus {
    /// Past a reset, within a silence, at the edge of a block, at the end.
    private static final List<Long> OFFSETS_MINUTES = List.of(3L, 55L, 120L, 239L);

    private static final long STEP_MILLIS = 47_000;
    private static final long RANGE_MILLIS = 40 * 60_000;

    private final PrometheusPeer peer;
    private final TimeSeriesDatabase database;
    private final PromqlEngine engine;
    private int asked;
    private int different;
    private int otherNotes;

    private QueriesAgainstPrometheus(
            PrometheusPeer peer, TimeSeriesDatabase database, Set<Flag> flags) {
        this.peer = peer;
        this.database = database;
        this.engine =
                new PromqlEngine(
                        EngineOptions.defaults().withLanguage(ParserOptions.all()).withFlags(flags),
                        System::nanoTime);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        String program = args.length > 0 ? args[0] : "prometheus";
        try (BenchFolder folder = BenchFolder.create()) {
            Path theirs = Files.createDirectories(folder.path().resolve("theirs"));
            Path ours = Files.createDirectories(folder.path().resolve("ours"));
            DemoBlocks.write(theirs);
            DemoBlocks.write(ours);
            List<String> features =
                    List.of("promql-experimental-functions", "promql-binop-fill-modifiers");
            run(program, theirs, ours, features, Set.of());
            List<String> delayed = new ArrayList<>(features);
            delayed.add("promql-delayed-name-removal");
            run(program, theirs, ours, delayed, Set.of(Flag.DELAYED_NAME_REMOVAL));
        }
    }

    private static void run(
            String program, Path theirs, Path ours, List<String> features, Set<Flag> flags)
            throws IOException, InterruptedException {
        long end = DemoBlocks.START_MILLIS + DemoBlocks.BLOCKS * DemoBlocks.BLOCK_MILLIS;
        try (PrometheusPeer peer = new PrometheusPeer(program, theirs, features);
                TimeSeriesDatabase database =
                        TimeSeriesDatabase.open(
                                ours, TsdbConfig.defaults(), () -> Instant.ofEpochMilli(end))) {
            QueriesAgainstPrometheus run = new QueriesAgainstPrometheus(peer, database, flags);
            List<String> queries = QueryList.read("queries.txt");
            for (String query : queries) {
                run.compare(query);
            }
            System.out.printf(
                    "%s: %d queries, asked %d times: %d answers differ, %d warnings, infos or errors%n",
                    String.join(",", features),
                    queries.size(),
                    run.asked,
                    run.different,
                    run.otherNotes);
        }
    }

    private void compare(String query) throws IOException, InterruptedException {
        for (long minutes : OFFSETS_MINUTES) {
            long time = DemoBlocks.START_MILLIS + minutes * 60_000 + 1_234;
            JsonNode theirs = peer.instant(query, time);
            boolean ordered =
                    query.startsWith("sort")
                            || query.startsWith("topk(")
                            || query.startsWith("bottomk(");
            report(
                    query + "  at " + minutes,
                    theirs,
                    () -> engine.instant(database, query, time),
                    ordered);
        }
        long start = DemoBlocks.START_MILLIS + 100 * 60_000;
        PromqlEngine.Period period =
                new PromqlEngine.Period(start, start + RANGE_MILLIS, STEP_MILLIS);
        JsonNode theirs = peer.range(query, start, start + RANGE_MILLIS, STEP_MILLIS);
        report(query + "  range", theirs, () -> engine.range(database, query, period), false);
    }

    private void report(String what, JsonNode theirs, Supplier<QueryResult> ours, boolean ordered) {
        asked++;
        AnswerComparison.Difference difference;
        try {
            difference = AnswerComparison.of(theirs, ours, ordered);
        } catch (RuntimeException e) {
            difference = new AnswerComparison.Difference("throws " + e, "");
        }
        if (!difference.answer().isEmpty()) {
            different++;
            System.out.println("ANSWER " + what + "\n   " + shortened(difference.answer()));
        } else if (!difference.notes().isEmpty()) {
            otherNotes++;
            System.out.println("NOTES " + what + "\n   " + shortened(difference.notes()));
        }
    }

    private static String shortened(String text) {
        return text.length() > 1_200 ? text.substring(0, 1_200) + " …" : text;
    }
}

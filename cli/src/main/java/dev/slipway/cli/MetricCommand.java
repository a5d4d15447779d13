package dev.slipway.cli;

import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.rule.PromqlQueries;
import dev.slipway.rule.RuleQueries;
import dev.slipway.rule.RuleUnitTest;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SeriesStore;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway metric`: what can be done with metrics and rules without a server.
@Command(
        name = "metric",
        description = "Try out rules and alerts; needs no server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class MetricCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: test, check.");
    }

    @Command(
            name = "test",
            description =
                    "Run unit tests of rules, in promtool's file format. Exits 1 if one fails.",
            mixinStandardHelpOptions = true)
    int test(
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of tests.")
                    List<Path> files) {
        PrintWriter out = spec.commandLine().getOut();
        boolean passed = true;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new CommandException("There is no file " + file + ".");
            }
            RuleUnitTest.Report report = RuleUnitTest.run(file, MetricCommand::queries);
            out.println(report.text().stripTrailing());
            passed &= report.passed();
        }
        return passed ? 0 : CommandException.FAILED;
    }

    @Command(
            name = "check",
            description =
                    "Say what is wrong in a prometheus.yml, rule files or an alertmanager.yml."
                            + " Exits 1 if anything is.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
                    List<Path> files) {
        PrintWriter out = spec.commandLine().getOut();
        boolean right = true;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new CommandException("There is no file " + file + ".");
            }
            List<String> problems = FileCheck.problems(file, queries(new MemorySeries()));
            problems.forEach(out::println);
            if (problems.isEmpty()) {
                out.println(file + ": nothing is wrong");
            }
            right &= problems.isEmpty();
        }
        return right ? 0 : CommandException.FAILED;
    }

    private static RuleQueries queries(SeriesStore store) {
        PromqlEngine engine = new PromqlEngine(EngineOptions.defaults(), System::nanoTime);
        return new PromqlQueries(
                engine, store, text -> PromqlParser.parse(text, ParserOptions.stable()));
    }
}

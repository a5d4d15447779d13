package dev.slipway.terraform.test;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.terraform.json.TestJson.Status;
import dev.slipway.terraform.view.DiagnosticsText;
import dev.slipway.terraform.view.ViewOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes how tests came out as JUnit's XML, which most build servers read. Stateless.
public final class JunitReport {
    private static final int WIDTH = 80;
    private static final double NANOS = 1e9;

    private JunitReport() {}

    /// All files, in the order they were carried out.
    public static void write(List<FileResult> files, Appendable out) throws IOException {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites>\n");
        for (FileResult each : files) {
            file(each, out);
        }
        out.append("</testsuites>");
    }

    private static void file(FileResult file, Appendable out) throws IOException {
        out.append("  <testsuite name=\"")
                .append(escaped(file.file()))
                .append("\" tests=\"" + file.runs().size())
                .append("\" skipped=\"" + count(file, Status.SKIP))
                .append("\" failures=\"" + count(file, Status.FAIL))
                .append("\" errors=\"" + count(file, Status.ERROR))
                .append("\">\n");
        String broken = null;
        for (RunResult each : file.runs()) {
            run(file.file(), each, broken, out);
            broken = each.status() == Status.ERROR ? each.run() : broken;
        }
        out.append("  </testsuite>\n");
    }

    private static long count(FileResult file, Status status) {
        return file.runs().stream().filter(each -> each.status() == status).count();
    }

    private static void run(String file, RunResult run, @Nullable String broken, Appendable out)
            throws IOException {
        out.append("    <testcase name=\"")
                .append(escaped(run.run()))
                .append("\" classname=\"")
                .append(escaped(file))
                .append('"');
        if (run.status() == Status.SKIP) {
            out.append(">\n      ");
            skipped(broken, out);
            out.append("\n    </testcase>\n");
            return;
        }
        out.append(" time=\"")
                .append(seconds(run.took()))
                .append("\" timestamp=\"")
                .append(run.start().truncatedTo(ChronoUnit.SECONDS).toString())
                .append("\">");
        String inner = inner(run);
        out.append(inner).append(inner.isEmpty() ? "" : "\n    ").append("</testcase>\n");
    }

    private static void skipped(@Nullable String broken, Appendable out) throws IOException {
        out.append("<skipped message=\"Testcase skipped due to a previous testcase error\">")
                .append(
                        data(
                                "Previous testcase \""
                                        + broken
                                        + "\" ended in error, which caused the remaining tests in"
                                        + " the file to be skipped"))
                .append("</skipped>");
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.9f", took.toNanos() / NANOS);
    }

    private static String inner(RunResult run) {
        List<Diagnostic> errors = run.said().stream().filter(FileTests::isError).toList();
        List<Diagnostic> warnings =
                run.said().stream().filter(each -> !FileTests.isError(each)).toList();
        StringBuilder inner = new StringBuilder();
        if (run.status() == Status.FAIL) {
            inner.append("\n      <failure message=\"")
                    .append(escaped(summary(run, errors)))
                    .append("\">")
                    .append(data(text(errors)))
                    .append("</failure>");
        }
        if (run.status() == Status.ERROR) {
            inner.append("\n      <error message=\"Encountered an error\">")
                    .append(data(text(errors)))
                    .append("</error>");
        }
        if (!warnings.isEmpty()) {
            inner.append("\n      <system-err>")
                    .append(data(text(warnings)))
                    .append("</system-err>");
        }
        return inner.toString();
    }

    private static String summary(RunResult run, List<Diagnostic> errors) {
        return errors.size()
                + " of "
                + run.assertions()
                + " assertions failed"
                + (errors.isEmpty() ? "" : ", including: " + errors.getFirst().detail());
    }

    private static String text(List<Diagnostic> said) {
        ViewOptions options = new ViewOptions(false, WIDTH, ViewOptions.Grouping.NEVER);
        return "\n" + new DiagnosticsText(options, false).text(said);
    }

    private static String data(String text) {
        return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;")
                .replace("\n", "&#xA;")
                .replace("\t", "&#x9;");
    }
}

package dev.slipway.hcl.oracle;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// What the binary answered to generated expressions: a line `? expression`, then a value in lines
/// `= …` or a line `! why`. The module's folder is written as `@FOLDER@`.
final class Recording {
    /// Generated ones, and ones of the edges of functions that were thought of by hand.
    private static final List<String> RESOURCES = List.of("expressions.txt", "edges.txt");

    private static final String FOLDER = "@FOLDER@";
    private static final int BATCH = 40;

    /// A refusal takes a session of its own, so of those that we expect only some are asked as they
    /// are, and the others inside of `can`.
    private static final int SINGLY = 10;

    private Recording() {}

    /// Records anew: `SEED COUNT OUTPUT`.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path binary = TerraformConsole.find();
        if (binary == null) {
            throw new IOException("terraform is not on the path");
        }
        Path folder = Files.createTempDirectory("module");
        ConsoleScope.write(folder);
        ConsoleScope ours = new ConsoleScope(folder);
        TerraformConsole console = new TerraformConsole(binary, folder);
        List<String> all =
                new ExpressionGenerator(Long.parseLong(arguments[0]))
                        .expressions(Integer.parseInt(arguments[1]));
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(arguments[2]))) {
            List<String> batch = new ArrayList<>();
            int refusals = 0;
            for (String each : new LinkedHashSet<>(all)) {
                boolean refused = !ours.answer(each).isValue();
                boolean alone = refused && ++refusals % SINGLY == 0;
                if (alone || !isBalanced(each)) {
                    write(List.of(each), console.answers(List.of(each)), folder, out);
                    continue;
                }
                batch.add(refused ? "can(" + each + ")" : each);
                if (batch.size() == BATCH) {
                    write(batch, console.answers(batch), folder, out);
                    batch.clear();
                }
            }
            write(batch, console.answers(batch), folder, out);
        }
    }

    /// The console waits for more lines while brackets are open, and counts those in texts too.
    private static boolean isBalanced(String expression) {
        return count(expression, "([{") == count(expression, ")]}");
    }

    private static long count(String text, String signs) {
        return text.chars().filter(each -> signs.indexOf(each) >= 0).count();
    }

    private static void write(
            List<String> expressions, List<Answer> answers, Path folder, BufferedWriter out)
            throws IOException {
        for (int index = 0; index < expressions.size(); index++) {
            Answer answer = answers.get(index);
            out.write("? " + expressions.get(index) + "\n");
            String text = answer.text().replace(folder.toString(), FOLDER);
            for (String line : text.split("\n", -1)) {
                out.write((answer.isValue() ? "= " : "! ") + line + "\n");
            }
        }
        out.flush();
    }

    /// The committed answers, for a module in this folder.
    static Map<String, Answer> load(Path folder) throws IOException {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (String each : RESOURCES) {
            load(each, folder, answers);
        }
        return answers;
    }

    private static void load(String resource, Path folder, Map<String, Answer> answers)
            throws IOException {
        try (InputStream in = Recording.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String expression = "";
            List<String> lines = new ArrayList<>();
            boolean value = true;
            for (String line : text.split("\n")) {
                if (line.startsWith("? ")) {
                    put(expression, value, lines, folder, answers);
                    expression = line.substring(2);
                    lines = new ArrayList<>();
                } else {
                    value = line.startsWith("=");
                    lines.add(line.length() > 2 ? line.substring(2) : "");
                }
            }
            put(expression, value, lines, folder, answers);
        }
    }

    private static void put(
            String expression,
            boolean value,
            List<String> lines,
            Path folder,
            Map<String, Answer> answers) {
        if (!expression.isEmpty()) {
            String text = String.join("\n", lines).replace(FOLDER, folder.toString());
            answers.put(expression, new Answer(value, text));
        }
    }
}

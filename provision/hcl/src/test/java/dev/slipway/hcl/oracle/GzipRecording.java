package dev.slipway.hcl.oracle;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// What the binary's `base64gzip` made of generated texts: a line of seed and length of each text,
/// and size and SHA-256 of the answer; the texts themselves are generated anew.
final class GzipRecording {
    private static final String RESOURCE = "zipped.txt";
    private static final int BATCH = 50;
    private static final int BATCH_CHARACTERS = 4 << 20;

    /// A text by seed and length, and what became of it.
    record Entry(long seed, int length, int size, String sha256) {
        String text() {
            return new TextGenerator(seed, length).text();
        }

        static Entry of(long seed, int length, String answer) {
            return new Entry(seed, length, answer.length(), GzipRecording.sha256(answer));
        }
    }

    private GzipRecording() {}

    /// Records anew: `FIRST COUNT LENGTH_MAX OUTPUT`, and adds to the file if there is one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path binary = TerraformConsole.find();
        if (binary == null) {
            throw new IOException("terraform is not on the path");
        }
        Path folder = Files.createTempDirectory("module");
        TerraformConsole console = new TerraformConsole(binary, folder);
        long first = Long.parseLong(arguments[0]);
        List<Long> seeds =
                LongStream.range(first, first + Long.parseLong(arguments[1])).boxed().toList();
        List<Entry> entries = ask(console, folder, seeds, Integer.parseInt(arguments[2]));
        try (BufferedWriter out =
                Files.newBufferedWriter(
                        Path.of(arguments[3]),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            for (Entry each : entries) {
                out.write(
                        "%d %d %d %s\n"
                                .formatted(each.seed(), each.length(), each.size(), each.sha256()));
            }
        }
    }

    /// What the binary makes of the texts of these seeds, which are at most so long, and mostly
    /// much shorter.
    static List<Entry> ask(TerraformConsole console, Path folder, List<Long> seeds, int lengthMax)
            throws IOException, InterruptedException {
        List<Entry> entries = new ArrayList<>();
        List<Entry> batch = new ArrayList<>();
        int characters = 0;
        for (long seed : seeds) {
            int length = length(seed, lengthMax);
            batch.add(new Entry(seed, length, 0, ""));
            characters += length;
            if (batch.size() == BATCH || characters > BATCH_CHARACTERS) {
                entries.addAll(answers(console, folder, batch));
                batch.clear();
                characters = 0;
            }
        }
        entries.addAll(answers(console, folder, batch));
        return entries;
    }

    private static int length(long seed, int lengthMax) {
        Random random = new Random(~seed);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(lengthMax);
        return random.nextInt(Math.min(1 << random.nextInt(1, bits + 1), lengthMax + 1));
    }

    private static List<Entry> answers(TerraformConsole console, Path folder, List<Entry> batch)
            throws IOException, InterruptedException {
        List<String> expressions = new ArrayList<>();
        for (int index = 0; index < batch.size(); index++) {
            Files.writeString(folder.resolve(index + ".txt"), batch.get(index).text());
            expressions.add("base64gzip(file(\"" + index + ".txt\"))");
        }
        List<Answer> answers = console.answers(expressions);
        List<Entry> entries = new ArrayList<>();
        for (int index = 0; index < batch.size(); index++) {
            String quoted = answers.get(index).text();
            Entry asked = batch.get(index);
            String answer = quoted.substring(1, quoted.length() - 1);
            entries.add(Entry.of(asked.seed(), asked.length(), answer));
        }
        return entries;
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException problem) {
            throw new IllegalStateException(problem);
        }
    }

    static List<Entry> load() throws IOException {
        try (InputStream in = GzipRecording.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .map(parts ->
                            new Entry(
                                    Long.parseLong(parts[0]),
                                    Integer.parseInt(parts[1]),
                                    Integer.parseInt(parts[2]),
                                    parts[3]))
                    .toList();
        }
    }
}

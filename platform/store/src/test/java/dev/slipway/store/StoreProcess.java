package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// A process to be killed: writers that go on until they have made `count` writes each, and a line
/// on standard output, `acked WRITER STEP .`, for each write that was acknowledged.
final class StoreProcess {
    static final int KEYS = 20;
    private static final int VALUE_CHARS_MAX = 5_000;

    /// Little history, so that it is killed while dropping some as well.
    private static final StoreConfig CONFIG =
            StoreConfig.defaults().withHistory(new StoreConfig.History(300, Duration.ofHours(1)));

    private StoreProcess() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        int writersCount = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        try (Store<Integer> store = SqliteStore.open(folder, (key, value) -> value.length, CONFIG);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            String round = "r" + store.revision();
            for (int i = 0; i < writersCount; i++) {
                String writer = round + "/" + i;
                writers.execute(() -> write(store, writer, count));
            }
        }
    }

    /// Starts this class as a process of its own, `wrapper` being the beginning of its command.
    static Process start(List<String> wrapper, Path folder, int writers, int count)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName()));
        Stream.of(folder, writers, count).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command).start();
    }

    static String key(String writer, int step) {
        return writer + "/" + step % KEYS;
    }

    /// Only of what is there, so that each step is a change.
    static boolean isDeletion(int step) {
        return step % 7 == 6 && step >= KEYS;
    }

    /// The same for the same step, of any length, beginning with the step.
    static String value(String writer, int step) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(writer.hashCode() + step);
        int length = random.nextInt(VALUE_CHARS_MAX);
        StringBuilder value = new StringBuilder(length + 20).append(step).append(' ');
        while (value.length() < length) {
            value.append((char) ('a' + random.nextInt(26)));
        }
        return value.toString();
    }

    private static void write(Store<Integer> store, String writer, int count) {
        for (int step = 0; step < count; step++) {
            String key = key(writer, step);
            if (isDeletion(step)) {
                store.delete(key, new Expected.Anything());
            } else {
                store.put(key, value(writer, step).getBytes(UTF_8), new Expected.Anything());
            }
            acknowledge(writer, step);
        }
    }

    /// The last word shows that the line is whole.
    private static synchronized void acknowledge(String writer, int step) {
        System.out.println("acked " + writer + " " + step + " .");
        System.out.flush();
    }
}

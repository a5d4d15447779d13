package dev.slipway.backend;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that is asked something on its standard input and answers on its standard output. It
/// sees this process's environment, and `environment` besides. Immutable.
public record Program(List<String> command, Map<String, String> environment, Duration timeout) {
    private static final int COMPLAINT_MAX = 1000;

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        requireNonNull(timeout, "timeout");
    }

    /// What it answers.
    ///
    /// @throws IOException if it cannot be started, fails, or takes too long
    public byte[] run(byte[] input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            // It may answer before it has read everything, and need not read anything.
            Thread writer = Thread.ofVirtual().start(() -> write(process.getOutputStream(), input));
            ByteArrayOutputStream complaint = new ByteArrayOutputStream();
            Thread listener =
                    Thread.ofVirtual().start(() -> copy(process.getErrorStream(), complaint));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Thread reader = Thread.ofVirtual().start(() -> copy(process.getInputStream(), answer));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        command.getFirst() + " takes longer than " + timeout.toSeconds() + " s");
            }
            writer.join();
            reader.join();
            listener.join();
            if (process.exitValue() != 0) {
                throw new IOException(
                        command.getFirst()
                                + " ends with "
                                + process.exitValue()
                                + " (expected: 0): "
                                + shortened(complaint.toString(StandardCharsets.UTF_8).strip()));
            }
            return answer.toByteArray();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String shortened(String text) {
        return text.length() <= COMPLAINT_MAX ? text : text.substring(0, COMPLAINT_MAX) + " ...";
    }

    private static void write(OutputStream to, byte[] input) {
        try (to) {
            to.write(input);
        } catch (IOException e) {
            // It does not want to read all of it; whether that is wrong, its end tells.
        }
    }

    private static void copy(InputStream from, ByteArrayOutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (IOException e) {
            // It was ended; what came until then is told.
        }
    }
}

package dev.slipway.node.process;

import dev.slipway.node.ExecOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Runs a command that is a session of its own, to its end or its timeout. Stateless.
final class Exec {
    private static final int OUTPUT_BYTES_MAX = 10 << 10;

    /// How long output may still come from something the command left behind.
    private static final long LINGER_MILLIS = 200;

    private Exec() {}

    static ExecOutcome run(ProcessBuilder builder, Duration timeout, Signals signals)
            throws IOException {
        Process process = builder.start();
        Output output = new Output(process.getInputStream());
        Thread reader = Thread.ofVirtual().name("exec-output").start(output::read);
        try {
            boolean ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                signals.sendToGroup(process.pid(), Signals.KILL);
                process.waitFor();
            }
            reader.join(LINGER_MILLIS);
            return new ExecOutcome(process.exitValue(), output.text(), !ended);
        } catch (InterruptedException _) {
            signals.sendToGroup(process.pid(), Signals.KILL);
            Thread.currentThread().interrupt();
            return new ExecOutcome(-1, output.text(), true);
        } finally {
            process.getInputStream().close();
        }
    }

    /// The first bytes of a stream; the rest is read and dropped so that the writer does not wait.
    private static final class Output {
        private final InputStream in;
        private final byte[] kept = new byte[OUTPUT_BYTES_MAX];
        private int length;

        Output(InputStream in) {
            this.in = in;
        }

        void read() {
            byte[] buffer = new byte[4096];
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    keep(buffer, count);
                }
            } catch (IOException _) {
                // Closed: nobody waits for more.
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            int taken = Math.min(count, kept.length - length);
            System.arraycopy(buffer, 0, kept, length, taken);
            length += taken;
        }

        synchronized String text() {
            return new String(kept, 0, length, StandardCharsets.UTF_8);
        }
    }
}

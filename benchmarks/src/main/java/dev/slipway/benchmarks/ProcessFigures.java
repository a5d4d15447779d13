package dev.slipway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used, as Linux tells it.
record ProcessFigures(double cpuSeconds, long residentBytes) {
    private static final double TICKS_PER_SECOND = 100;

    static ProcessFigures of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name of the program, in parentheses, may have spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            String resident =
                    status.lines()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .findFirst()
                            .orElseThrow()
                            .replaceAll("\\D", "");
            return new ProcessFigures(ticks / TICKS_PER_SECOND, Long.parseLong(resident) * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

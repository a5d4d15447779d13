package dev.slipway.node.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The processes of this machine, read from `/proc`; where that is missing, only whether a process
/// lives can be told. Stateless, thread-safe.
final class ProcessTable {
    /// A process for good: its id may be given to another one later, the start time and the boot
    /// may not. `startTicks` is 0 where the system does not tell it.
    record Identity(long pid, long startTicks, String bootId) {
        /// From `PID TICKS BOOT`, as the supervisor writes it; null if it is not that.
        static @Nullable Identity parse(String line) {
            String[] parts = line.strip().split(" ", -1);
            if (parts.length != 3) {
                return null;
            }
            try {
                return new Identity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
            } catch (NumberFormatException _) {
                return null;
            }
        }
    }

    /// One line of the table.
    record Entry(
            long pid,
            char state,
            long group,
            long session,
            long cpuTicks,
            long startTicks,
            long residentPages) {
        boolean alive() {
            return state != 'Z' && state != 'X';
        }
    }

    /// What the kernel calls USER_HZ; 100 on every Linux.
    private static final int TICKS_PER_SECOND = 100;

    private static final int PAGE_BYTES = 4096;

    private final Path proc;
    private final String bootId;

    ProcessTable() {
        this(Path.of("/proc"));
    }

    private ProcessTable(Path proc) {
        this.proc = proc;
        this.bootId = readBootId(proc);
    }

    /// Says `-` where there is no such thing, as the supervisor does.
    String bootId() {
        return bootId;
    }

    boolean alive(Identity identity) {
        if (!identity.bootId().equals(bootId)) {
            return false;
        }
        if (identity.startTicks() == 0) {
            return ProcessHandle.of(identity.pid()).map(ProcessHandle::isAlive).orElse(false);
        }
        Entry entry = read(identity.pid());
        return entry != null && entry.alive() && entry.startTicks() == identity.startTicks();
    }

    /// All living processes.
    List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(proc)) {
            return entries;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path folder : folders) {
                Entry entry = read(Long.parseLong(folder.getFileName().toString()));
                if (entry != null && entry.alive()) {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return entries;
    }

    /// Whether the process was started with this in its environment; false if that cannot be seen.
    boolean startedWith(long pid, String variable) {
        try {
            String environment =
                    Files.readString(
                            proc.resolve(Long.toString(pid)).resolve("environ"),
                            StandardCharsets.ISO_8859_1);
            return ('\0' + environment + '\0').contains('\0' + variable + '\0');
        } catch (IOException _) {
            return false;
        }
    }

    static Duration cpuTime(long ticks) {
        return Duration.ofMillis(ticks * (1000 / TICKS_PER_SECOND));
    }

    static long memoryBytes(long pages) {
        return pages * PAGE_BYTES;
    }

    @Nullable Entry read(long pid) {
        try {
            return parse(
                    pid,
                    Files.readString(
                            proc.resolve(Long.toString(pid)).resolve("stat"),
                            StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return null;
        }
    }

    /// The fields after the name, which may itself hold blanks and parentheses: state, ppid, group,
    /// session, … as proc(5) counts them from 3.
    private static Entry parse(long pid, String stat) {
        String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long cpuTicks = 0;
        for (int i = 11; i <= 14; i++) {
            cpuTicks += Long.parseLong(field[i]);
        }
        return new Entry(
                pid,
                field[0].charAt(0),
                Long.parseLong(field[2]),
                Long.parseLong(field[3]),
                cpuTicks,
                Long.parseLong(field[19]),
                Long.parseLong(field[21]));
    }

    private static String readBootId(Path proc) {
        try {
            return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException _) {
            return "-";
        }
    }
}

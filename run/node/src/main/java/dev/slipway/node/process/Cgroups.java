package dev.slipway.node.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.node.ContainerLimits;
import dev.slipway.node.ContainerUsage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A control group per container, to limit it, to count what it uses and to find all its processes.
/// Works with version 1 (one tree per controller) and 2 (one tree), as far as this user may write
/// there; with none of them it does nothing. Thread-safe: the state is the kernel's.
final class Cgroups {
    /// More processes and threads than this is a fork bomb, not a service.
    private static final int PROCESSES_MAX = 16_384;

    private static final long PERIOD_MICROS = 100_000;
    private static final int SHARES_PER_CPU = 1024;
    private static final int SHARES_MAX = 262_144;
    private static final int WEIGHT_DEFAULT = 100;
    private static final int WEIGHT_MAX = 10_000;

    private final CgroupTrees trees;

    Cgroups(CgroupTrees trees) {
        this.trees = trees;
    }

    /// Makes the container's groups and gives the files to which its first process writes itself.
    List<Path> create(String name, ContainerLimits limits) throws IOException {
        List<Path> joins = new ArrayList<>();
        for (Path tree : trees.distinct()) {
            Path group = tree.resolve(name);
            Files.createDirectories(group);
            joins.add(group.resolve("cgroup.procs"));
        }
        weigh();
        limitMemory(name, limits.memoryBytes());
        limitCpu(name, limits);
        Path pids = group(trees.pids(), name);
        if (pids != null) {
            write(pids.resolve("pids.max"), Integer.toString(PROCESSES_MAX));
        }
        return joins;
    }

    /// The files by which a process joins the groups of a container that has some.
    List<Path> joins(String name) {
        return trees.distinct().stream()
                .map(tree -> tree.resolve(name).resolve("cgroup.procs"))
                .filter(Files::exists)
                .toList();
    }

    /// The container has groups, so that [#processes] knows them all.
    boolean tracks(String name) {
        return trees.distinct().stream().anyMatch(tree -> Files.isDirectory(tree.resolve(name)));
    }

    /// Every process in the container's groups, those it forked and forgot included.
    Set<Long> processes(String name) {
        Set<Long> pids = new LinkedHashSet<>();
        for (Path tree : trees.distinct()) {
            String content = read(tree.resolve(name).resolve("cgroup.procs"));
            content.lines().filter(line -> !line.isBlank()).map(Long::valueOf).forEach(pids::add);
        }
        return pids;
    }

    /// Null where this is not counted.
    @Nullable ContainerUsage usage(String name) {
        Path memory = group(trees.memory(), name);
        Path cpu = group(trees.cpuUsage(), name);
        if (memory == null || cpu == null) {
            return null;
        }
        boolean v2 = trees.unified();
        long micros =
                v2
                        ? field(read(cpu.resolve("cpu.stat")), "usage_usec")
                        : number(read(cpu.resolve("cpuacct.usage"))) / 1000;
        long used = number(read(memory.resolve(v2 ? "memory.current" : "memory.usage_in_bytes")));
        long givenBack =
                field(
                        read(memory.resolve("memory.stat")),
                        v2 ? "inactive_file" : "total_inactive_file");
        return new ContainerUsage(
                Duration.ofNanos(micros * 1000),
                Math.max(0, used - givenBack),
                processes(name).size());
    }

    /// The kernel has killed one of its processes for want of memory.
    boolean outOfMemory(String name) {
        Path memory = group(trees.memory(), name);
        if (memory == null) {
            return false;
        }
        String file = trees.unified() ? "memory.events" : "memory.oom_control";
        return field(read(memory.resolve(file)), "oom_kill") > 0;
    }

    /// Removes the groups of a container without processes.
    void remove(String name) {
        for (Path tree : trees.distinct()) {
            try {
                Files.deleteIfExists(tree.resolve(name));
            } catch (IOException _) {
                // A dying process can hold it for a moment; cleaned up with the next start.
            }
        }
        weigh();
    }

    /// Removes the trees if no container has groups in them any more.
    void removeIfEmpty() {
        for (Path tree : trees.distinct()) {
            try {
                Files.deleteIfExists(tree);
            } catch (IOException _) {
                // Containers go on; the next server uses their groups.
            }
        }
    }

    /// Gives the tree as much weight as its containers would have without it. The kernel divides
    /// the CPU tree by tree, so that a hundred containers under one of the usual weight would
    /// together get as much as a single other process.
    private void weigh() {
        Path tree = trees.cpu();
        if (tree == null) {
            return;
        }
        int containers = Math.max(1, groupsIn(tree));
        if (trees.unified()) {
            long weight = Math.min(WEIGHT_MAX, (long) containers * WEIGHT_DEFAULT);
            writeIfPresent(tree.resolve("cpu.weight"), Long.toString(weight));
        } else {
            long shares = Math.min(SHARES_MAX, (long) containers * SHARES_PER_CPU);
            writeIfPresent(tree.resolve("cpu.shares"), Long.toString(shares));
        }
    }

    private static int groupsIn(Path tree) {
        int count = 0;
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(tree, Files::isDirectory)) {
            for (Path _ : groups) {
                count++;
            }
        } catch (IOException _) {
            // The tree is gone, and nothing in it.
            return 0;
        }
        return count;
    }

    /// Removes groups that `keep` does not name.
    void removeOthers(Set<String> keep) {
        for (Path tree : trees.distinct()) {
            try (DirectoryStream<Path> groups =
                    Files.newDirectoryStream(tree, Files::isDirectory)) {
                for (Path group : groups) {
                    String name = group.getFileName().toString();
                    if (!keep.contains(name)) {
                        remove(name);
                    }
                }
            } catch (IOException _) {
                // No groups, nothing to remove.
            }
        }
    }

    /// What of the limits is not enforced here, in words; empty if nothing.
    String missing() {
        List<String> missing = new ArrayList<>();
        if (trees.memory() == null) {
            missing.add("memory");
        }
        if (trees.cpu() == null) {
            missing.add("CPU");
        }
        return missing.isEmpty()
                ? ""
                : String.join(" and ", missing) + " limits are not enforced: " + trees.obstacle();
    }

    private void limitMemory(String name, @Nullable Long bytes) throws IOException {
        Path memory = group(trees.memory(), name);
        if (memory == null || bytes == null) {
            return;
        }
        if (trees.unified()) {
            write(memory.resolve("memory.max"), Long.toString(bytes));
            writeIfPresent(memory.resolve("memory.swap.max"), "0");
            writeIfPresent(memory.resolve("memory.oom.group"), "1");
            return;
        }
        write(memory.resolve("memory.limit_in_bytes"), Long.toString(bytes));
        writeIfPresent(memory.resolve("memory.memsw.limit_in_bytes"), Long.toString(bytes));
    }

    private void limitCpu(String name, ContainerLimits limits) throws IOException {
        Path cpu = group(trees.cpu(), name);
        if (cpu == null) {
            return;
        }
        if (limits.cpuMillis() != null) {
            long quota = Math.max(1000, limits.cpuMillis() * PERIOD_MICROS / 1000);
            if (trees.unified()) {
                write(cpu.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
            } else {
                write(cpu.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
                write(cpu.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
        }
        Long requested = limits.cpuMillisRequested();
        if (requested != null) {
            if (trees.unified()) {
                long weight = Math.clamp(requested * WEIGHT_DEFAULT / 1000, 1, WEIGHT_MAX);
                writeIfPresent(cpu.resolve("cpu.weight"), Long.toString(weight));
            } else {
                long shares = Math.max(2, requested * SHARES_PER_CPU / 1000);
                writeIfPresent(cpu.resolve("cpu.shares"), Long.toString(shares));
            }
        }
    }

    private static @Nullable Path group(@Nullable Path tree, String name) {
        return tree == null ? null : tree.resolve(name);
    }

    private static void write(Path file, String value) throws IOException {
        try {
            Files.write(file, value.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new IOException("Cannot set " + file + " to " + value, e);
        }
    }

    private static void writeIfPresent(Path file, String value) {
        try {
            Files.write(file, value.getBytes(US_ASCII), java.nio.file.StandardOpenOption.WRITE);
        } catch (IOException _) {
            // Kernels differ in these; the limits above do not depend on them.
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }

    private static long number(String text) {
        return text.isBlank() ? 0 : Long.parseLong(text.strip());
    }

    private static long field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .map(line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .orElse(0L);
    }
}

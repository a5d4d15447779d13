package dev.slipway.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The folders under which control groups may be made, per controller; null for a controller this
/// user may not use. With version 2 (`unified`) they are all the same folder. `obstacle` says why
/// one is missing.
record CgroupTrees(
        boolean unified,
        @Nullable Path memory,
        @Nullable Path cpu,
        @Nullable Path cpuUsage,
        @Nullable Path pids,
        String obstacle) {
    private static final int TRIAL_SECONDS_MAX = 5;

    /// Finds what is mounted and writable, and proves it by moving a process there. `name` is the
    /// folder to make in each tree.
    static CgroupTrees detect(String name, String shell) {
        Map<String, Path> mounts = mounts();
        CgroupTrees v1 =
                new CgroupTrees(
                        false,
                        usable(mounts.get("memory"), name, shell),
                        usable(mounts.get("cpu"), name, shell),
                        usable(mounts.get("cpuacct"), name, shell),
                        usable(mounts.get("pids"), name, shell),
                        "this user may not write to the control groups of this machine");
        if (v1.memory != null || v1.cpu != null) {
            return v1;
        }
        Path v2 = mounts.get("cgroup2");
        return v2 == null ? v1 : detectUnified(v2, name, shell, v1);
    }

    static CgroupTrees none(String obstacle) {
        return new CgroupTrees(false, null, null, null, null, obstacle);
    }

    /// The folders, each once.
    Set<Path> distinct() {
        Set<Path> trees = new LinkedHashSet<>();
        for (Path tree : Arrays.asList(memory, cpu, cpuUsage, pids)) {
            if (tree != null) {
                trees.add(tree);
            }
        }
        return trees;
    }

    /// The mounted folder of each version 1 controller, and of `cgroup2`.
    private static Map<String, Path> mounts() {
        Map<String, Path> mounts = new TreeMap<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of("/proc/self/mountinfo"));
        } catch (IOException _) {
            return mounts;
        }
        for (String line : lines) {
            String[] halves = line.split(" - ", 2);
            if (halves.length < 2) {
                continue;
            }
            String[] mounted = halves[1].split(" ");
            Path folder = Path.of(halves[0].split(" ")[4]);
            if (mounted[0].equals("cgroup2")) {
                mounts.putIfAbsent("cgroup2", folder);
            } else if (mounted[0].equals("cgroup")) {
                for (String option : mounted[mounted.length - 1].split(",")) {
                    mounts.putIfAbsent(option, folder);
                }
            }
        }
        return mounts;
    }

    /// Looks for the topmost group above our own in which we may make groups that have controllers.
    private static CgroupTrees detectUnified(
            Path mount, String name, String shell, CgroupTrees otherwise) {
        List<Path> candidates = new ArrayList<>();
        candidates.add(mount);
        Path at = mount;
        for (Path part : Path.of("/").relativize(ownGroup())) {
            at = at.resolve(part);
            candidates.add(at);
        }
        for (Path candidate : candidates) {
            if (!Files.isWritable(candidate)) {
                continue;
            }
            for (String controller : List.of("memory", "cpu", "pids")) {
                write(candidate.resolve("cgroup.subtree_control"), "+" + controller);
            }
            Path tree = usable(candidate, name, shell);
            if (tree != null) {
                List<String> given = controllers(tree);
                for (String controller : given) {
                    write(tree.resolve("cgroup.subtree_control"), "+" + controller);
                }
                Path memory = given.contains("memory") ? tree : null;
                Path cpu = given.contains("cpu") ? tree : null;
                Path pids = given.contains("pids") ? tree : null;
                if (memory != null || cpu != null || pids != null) {
                    return new CgroupTrees(
                            true, memory, cpu, cpu, pids, "the controller is not delegated to us");
                }
            }
        }
        return otherwise;
    }

    private static Path ownGroup() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                if (line.startsWith("0::/")) {
                    return Path.of(line.substring("0::".length()));
                }
            }
        } catch (IOException _) {
            // As if we were in the root.
        }
        return Path.of("/");
    }

    private static List<String> controllers(Path group) {
        try {
            return List.of(
                    Files.readString(group.resolve("cgroup.controllers")).strip().split(" "));
        } catch (IOException _) {
            return List.of();
        }
    }

    /// The folder `name` in the tree, made now, if a process can be put below it; else null.
    private static @Nullable Path usable(@Nullable Path mount, String name, String shell) {
        if (mount == null) {
            return null;
        }
        Path tree = mount.resolve(name);
        Path trial = tree.resolve("trial-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(trial);
            Process process =
                    new ProcessBuilder(shell, "-c", "echo $$ > \"$0\"", trial + "/cgroup.procs")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean joined = Waiting.forEnd(process, TRIAL_SECONDS_MAX) && process.exitValue() == 0;
            Files.deleteIfExists(trial);
            return joined ? tree : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value, StandardOpenOption.WRITE);
        } catch (IOException _) {
            // Not delegated; seen by the controllers that are missing afterwards.
        }
    }
}

package dev.slipway.node;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What this machine is and has, in the API's words. Stateless.
final class Machine {
    private static final int PODS_MAX = 1_000;

    private Machine() {}

    static Map<String, String> allocatable() {
        Map<String, String> amounts = new TreeMap<>();
        amounts.put("cpu", Integer.toString(Runtime.getRuntime().availableProcessors()));
        amounts.put("memory", memoryKi() + "Ki");
        amounts.put("pods", Integer.toString(PODS_MAX));
        return amounts;
    }

    static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return Map.of("x86_64", "amd64", "aarch64", "arm64").getOrDefault(name, name);
    }

    static String operatingSystem() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    /// The distribution's own name for itself.
    static String description() {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/os-release"))) {
                if (line.startsWith("PRETTY_NAME=")) {
                    return line.substring("PRETTY_NAME=".length()).replace("\"", "");
                }
            }
        } catch (IOException _) {
            // Not a Linux with this file.
        }
        return System.getProperty("os.name");
    }

    static String kernel() {
        return System.getProperty("os.version");
    }

    static String fileText(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException _) {
            return "";
        }
    }

    private static long memoryKi() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            return system.getTotalMemorySize() / 1024;
        }
        return 0;
    }
}

package dev.slipway.terraform.folder;

import dev.slipway.provider.ProviderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds providers where `init` installs them: `providers/HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/` in
/// the data folder. Stateless.
public final class InstalledPrograms {
    private InstalledPrograms() {}

    /// The programs by what they are: of the version that is locked, and where none is, the one
    /// that was installed last.
    static Map<ProviderSource, Path> in(
            Path dataFolder, LockFile lock, Map<ProviderSource, Path> overrides) {
        Map<ProviderSource, Path> programs = new HashMap<>();
        Path root = dataFolder.resolve("providers");
        for (Path host : folders(root)) {
            for (Path namespace : folders(host)) {
                for (Path type : folders(namespace)) {
                    ProviderSource source =
                            new ProviderSource(name(host), name(namespace), name(type));
                    LockFile.Entry locked = lock.providers().get(source);
                    Path program =
                            locked == null
                                    ? newest(type)
                                    : program(
                                            type.resolve(locked.version().toString())
                                                    .resolve(platform()),
                                            name(type));
                    if (program != null) {
                        programs.put(source, program);
                    }
                }
            }
        }
        overrides.forEach((source, folder) -> {
            Path program = program(folder, source.type());
            if (program != null) {
                programs.put(source, program);
            }
        });
        return programs;
    }

    private static @Nullable Path newest(Path type) {
        Path found = null;
        long newest = Long.MIN_VALUE;
        for (Path version : folders(type)) {
            Path program = program(version.resolve(platform()), name(type));
            long time = version.toFile().lastModified();
            if (program != null && time >= newest) {
                found = program;
                newest = time;
            }
        }
        return found;
    }

    private static @Nullable Path program(Path folder, String type) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> name(each).startsWith("terraform-provider-" + type))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /// As providers name the platforms they are for.
    public static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "");
        String os = system.startsWith("mac") ? "darwin" : system;
        String arch =
                switch (machine) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> machine;
                };
        return os + "_" + arch;
    }
}

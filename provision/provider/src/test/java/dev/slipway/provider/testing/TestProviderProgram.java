package dev.slipway.provider.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes the program of [TestProvider] in a folder: a script that starts this test's own JVM with
/// this test's own class path. Stateless.
public final class TestProviderProgram {
    private static final String NAME = "terraform-provider-slipwaytest_v1.0.0";

    private TestProviderProgram() {}

    /// @param objects the folder of its objects; may be said by its configuration instead
    /// @return the program, which only a client of providers can start
    public static Path install(Path folder, Path objects) throws IOException {
        return install(folder, Map.of(TestProviderMain.FOLDER, objects.toString()));
    }

    /// @param environment what the program finds in its environment
    public static Path install(Path folder, Map<String, String> environment) throws IOException {
        Files.createDirectories(folder);
        Path arguments = folder.resolve("arguments");
        Files.writeString(
                arguments,
                """
                -XX:TieredStopAtLevel=1
                -XX:+UseSerialGC
                -XX:-UsePerfData
                -Xshare:auto
                -Xmx128m
                -Dio.netty.noUnsafe=true
                --sun-misc-unsafe-memory-access=allow
                --enable-native-access=ALL-UNNAMED
                -cp
                "%s"
                """
                        .formatted(classPath().replace("\\", "\\\\")));
        String exports =
                environment.entrySet().stream()
                        .map(each -> "export " + each.getKey() + "='" + each.getValue() + "'\n")
                        .collect(Collectors.joining());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path program = folder.resolve(NAME);
        // Interrupts from the keyboard go to all processes; the client decides for its providers.
        Files.writeString(
                program,
                "#!/bin/sh\ntrap '' INT\n"
                        + exports
                        + "exec '%s' '@%s' %s\n"
                                .formatted(java, arguments, TestProviderMain.class.getName()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    private static String classPath() {
        String whole = System.getProperty("java.class.path");
        return java.util.Arrays.stream(whole.split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}

package dev.slipway.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are no providers, or bad ones.
final class ProviderLauncherTest {
    @TempDir Path folder;
    private final ProviderLauncher launcher =
            new ProviderLauncher(
                    new ProviderLauncher.Options(60_000, true, Map.of()), InstantSource.system());

    @AfterEach
    void end() {
        launcher.close();
    }

    @Test
    void whatIsNoProgramIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertRefused(launcher, file, "is no program");
        assertRefused(launcher, folder.resolve("missing"), "is no program");
    }

    @Test
    void programsOfAnotherKindAreRefused() throws IOException {
        Path file = program("\u0000\u0001 not for this machine");
        assertRefused(launcher, file, "does not start");
    }

    @Test
    void oneThatEndsIsToldWithItsWords() throws IOException {
        Path program = program("#!/bin/sh\necho out of order\necho no licence >&2\nexit 7\n");
        assertRefused(launcher, program, "it ended at once with exit code 7");
        assertRefused(launcher, program, "out of order");
        assertRefused(launcher, program, "no licence");
    }

    @Test
    void oneThatSpeaksAnotherProtocolIsRefused() throws IOException {
        Path program = program("#!/bin/sh\necho '3|6|unix|/s|grpc'\nexec sleep 600\n");
        assertRefused(launcher, program, "handshake version 3 (expected: 1)");
    }

    @Test
    void oneThatSaysNothingIsEnded() throws IOException {
        Path pid = folder.resolve("pid");
        Path program = program("#!/bin/sh\necho $$ > '" + pid + "'\nexec sleep 600\n");
        try (ProviderLauncher impatient =
                new ProviderLauncher(
                        new ProviderLauncher.Options(1_000, false, Map.of()),
                        InstantSource.system())) {
            assertRefused(impatient, program, "it said nothing within 1 s");
        }
        if (Files.exists(pid)) {
            long number = Long.parseLong(Files.readString(pid).strip());
            ProcessHandle.of(number).ifPresent(each -> each.onExit().join());
            assertThat(ProcessHandle.of(number).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
        }
    }

    private static void assertRefused(ProviderLauncher launcher, Path program, String words) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> launcher.start("test/bad", program))
                .withMessageContaining("Provider test/bad does not start")
                .withMessageContaining(words);
    }

    private Path program(String text) throws IOException {
        Path program = Files.writeString(folder.resolve("program"), text);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

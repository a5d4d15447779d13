package dev.slipway.cli.stack;

import dev.slipway.terraform.saved.SavedPlan;
import dev.slipway.terraform.saved.SavedPlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/// Plans in files that were named on the command line. Stateless.
final class PlanFiles {
    private PlanFiles() {}

    /// @throws MistakeException if there is none, or none that can be used
    static SavedPlan read(Shell shell, String name) {
        try {
            return SavedPlanFile.read(bytes(shell, name), name);
        } catch (IOException e) {
            throw new MistakeException("Invalid plan file", String.valueOf(e.getMessage()));
        }
    }

    static byte[] bytes(Shell shell, String name) {
        try {
            return Files.readAllBytes(shell.folder().resolve(name));
        } catch (NoSuchFileException e) {
            throw new MistakeException("File not found", "There is no file " + name + ".");
        } catch (IOException e) {
            throw new MistakeException("File cannot be read", name + ": " + e.getMessage() + ".");
        }
    }
}

package dev.slipway.cli.stack;

import dev.slipway.state.StateException;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
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
            return SavedPlanFile.read(opened(shell, name), name);
        } catch (IOException | StateException e) {
            throw new MistakeException("Invalid plan file", String.valueOf(e.getMessage()));
        }
    }

    /// Decrypted, if it was encrypted.
    static byte[] opened(Shell shell, String name) {
        byte[] bytes = bytes(shell, name);
        if (SavedPlanFile.isPlan(bytes)) {
            return bytes;
        }
        try (WorkingFolder folder = Folders.open(shell)) {
            return folder.planSealing().open(bytes, name);
        } catch (FolderException e) {
            throw new MistakeException(e.diagnostics());
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

package dev.slipway.cli;

import dev.slipway.node.Image;
import dev.slipway.node.process.Images;

/// Takes a project's folder as an image whose tag names its content: a changed folder is a new
/// version, an unchanged one is not.
final class ProjectImage {
    private static final String LATEST = ":latest";
    private static final int TAG_LENGTH = 12;

    private ProjectImage() {}

    /// Returns the reference.
    static String importInto(Images images, Project project) {
        Image latest = images.importProject(project.name() + LATEST, project.folder());
        String digest = latest.id().replaceFirst("^sha256:", "");
        String reference = project.name() + ":" + digest.substring(0, TAG_LENGTH);
        images.importProject(reference, project.folder());
        return reference;
    }
}

package dev.slipway.cli;

import dev.slipway.node.ContainerException;
import dev.slipway.node.Image;
import dev.slipway.node.process.ImageConfig;
import dev.slipway.node.process.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway image`: the images that pods on this machine can run.
@Command(
        name = "image",
        description = "Import, list and remove images of the process runtime.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ImageCommand implements Runnable {
    private static final int DIGEST_LENGTH = 19;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: import, list or remove.");
    }

    @Command(
            name = "import",
            description =
                    "Give content a name: a folder, a runnable jar, or an OCI or docker-save tar.",
            mixinStandardHelpOptions = true)
    int importImage(
            @Mixin DataOptions data,
            @Parameters(paramLabel = "REF", description = "For example shop/api:v2.")
                    String reference,
            @Parameters(paramLabel = "DIR|JAR|TAR", description = "The content.") Path source,
            @Option(
                            names = "--entrypoint",
                            paramLabel = "WORD",
                            arity = "1..*",
                            description = "How a folder is started; the pod may say otherwise.")
                    List<String> entrypoint,
            @Option(
                            names = {"-e", "--env"},
                            paramLabel = "NAME=VALUE",
                            description = "A variable that is part of the image.")
                    List<String> env) {
        Images images = new Images(data.folder().images());
        List<String> variables = env == null ? List.of() : env;
        try {
            Image image = imported(images, reference, source, entrypoint, variables);
            spec.commandLine().getOut().println(image.reference() + " is " + image.id());
            return 0;
        } catch (ContainerException | IllegalArgumentException e) {
            throw CommandException.from(e);
        }
    }

    private static Image imported(
            Images images,
            String reference,
            Path source,
            List<String> entrypoint,
            List<String> variables) {
        if (!Files.exists(source)) {
            throw new CommandException("There is no file or folder " + source + ".");
        }
        if (Files.isDirectory(source)) {
            List<String> words = entrypoint == null ? List.of() : entrypoint;
            ImageConfig config = ImageConfig.ofEntrypoint(words).withEnv(variables);
            return images.importFolder(reference, source, config);
        }
        return source.toString().endsWith(".jar")
                ? images.importJar(reference, source, variables)
                : images.importArchive(reference, source);
    }

    @Command(name = "list", description = "List images.", mixinStandardHelpOptions = true)
    int list(@Mixin DataOptions data) {
        Table table = new Table(List.of("image", "content"));
        for (Image image : new Images(data.folder().images()).list()) {
            String id = image.id();
            table.add(
                    List.of(
                            image.reference(),
                            id.substring(0, Math.min(DIGEST_LENGTH, id.length()))));
        }
        spec.commandLine().getOut().print(table);
        return 0;
    }

    @Command(
            name = "remove",
            description = "Forget images; running pods keep their copy.",
            mixinStandardHelpOptions = true)
    int remove(
            @Mixin DataOptions data,
            @Parameters(arity = "1..*", paramLabel = "REF") List<String> references) {
        Images images = new Images(data.folder().images());
        try {
            references.forEach(images::remove);
        } catch (ContainerException e) {
            throw CommandException.from(e);
        }
        return 0;
    }
}

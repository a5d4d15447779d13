package dev.slipway.node;

import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Secret;
import dev.slipway.model.kinds.Volume;
import dev.slipway.node.ContainerException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The volumes of a pod as folders on this machine, under `volumes/` in the pod's own folder. Made
/// before the first container starts, kept over restarts of containers, removed with the pod. For
/// one thread at a time.
final class PodVolumes {
    private static final int MODE = 0644;

    private final Path folder;
    private final ConfigSources sources;
    private final PodFields fields;

    PodVolumes(Path podFolder, ConfigSources sources, PodFields fields) {
        this.folder = podFolder.resolve("volumes");
        this.sources = sources;
        this.fields = fields;
    }

    /// A volume whose files follow objects of the API.
    static boolean isLive(Volume volume) {
        return volume.configMap() != null
                || volume.secret() != null
                || volume.projected() != null
                || volume.downwardAPI() != null;
    }

    /// Makes all volumes, or brings them up to date; gives where each is.
    Map<String, Path> prepare() {
        Map<String, Path> paths = new TreeMap<>();
        for (Volume volume : fields.pod().spec().volumes()) {
            try {
                paths.put(volume.name(), prepare(volume));
            } catch (IOException e) {
                throw new ContainerException(
                        Reason.CREATE_ERROR,
                        "Volume `"
                                + volume.name()
                                + "` could not be made under "
                                + folder
                                + ": "
                                + e
                                + ". Check that the folder is writable and the disk not full.",
                        e);
            }
        }
        return paths;
    }

    /// What a container mounts, with each source resolved.
    List<ContainerSpec.Mount> mounts(
            Container container, Map<String, Path> volumes, Map<String, String> environment) {
        List<ContainerSpec.Mount> mounts = new ArrayList<>();
        for (Container.VolumeMount mount : container.volumeMounts()) {
            Path source = volumes.get(mount.name());
            if (source == null) {
                throw new ContainerException(
                        Reason.CONFIG_ERROR,
                        "volumeMounts of container `"
                                + container.name()
                                + "` name the volume `"
                                + mount.name()
                                + "`, which the pod does not have (found: "
                                + volumes.keySet()
                                + ").");
            }
            String sub =
                    mount.subPathExpr() != null
                            ? VariableExpansion.expand(mount.subPathExpr(), environment)
                            : mount.subPath();
            mounts.add(
                    new ContainerSpec.Mount(
                            within(source, sub),
                            mount.mountPath(),
                            Boolean.TRUE.equals(mount.readOnly())));
        }
        return mounts;
    }

    private static Path within(Path source, @Nullable String sub) {
        if (sub == null || sub.isEmpty()) {
            return source;
        }
        Path inside = source.resolve(sub).normalize();
        if (!inside.startsWith(source)) {
            throw new ContainerException(
                    Reason.CONFIG_ERROR, "subPath `" + sub + "` leads out of its volume.");
        }
        if (!Files.exists(inside)) {
            try {
                Files.createDirectories(inside);
            } catch (IOException e) {
                throw new ContainerException(
                        Reason.CREATE_ERROR, "subPath `" + sub + "` could not be made: " + e, e);
            }
        }
        return inside;
    }

    private Path prepare(Volume volume) throws IOException {
        Path path = folder.resolve(volume.name());
        if (volume.hostPath() != null) {
            return hostPath(volume.hostPath());
        }
        if (volume.persistentVolumeClaim() != null) {
            throw new ContainerException(
                    Reason.CONFIG_ERROR,
                    "Volume `"
                            + volume.name()
                            + "` is a persistentVolumeClaim, which this node"
                            + " cannot provide yet. Use `hostPath` for data that outlives the pod,"
                            + " `emptyDir` for data that need not.");
        }
        Map<String, ConfigFolder.File> files = new TreeMap<>();
        if (volume.configMap() != null) {
            addConfigMap(volume.configMap(), files);
        } else if (volume.secret() != null) {
            addSecret(volume.secret(), files);
        } else if (volume.downwardAPI() != null) {
            addFields(volume.downwardAPI(), mode(volume.downwardAPI().defaultMode(), MODE), files);
        } else if (volume.projected() != null) {
            addProjected(volume.projected(), files);
        } else {
            return Files.createDirectories(path);
        }
        new ConfigFolder(path).set(files);
        return path;
    }

    private void addConfigMap(Volume.ConfigMapSource source, Map<String, ConfigFolder.File> files) {
        boolean optional = Boolean.TRUE.equals(source.optional());
        ConfigMap map = sources.configMap(String.valueOf(source.name()), optional);
        if (map != null) {
            int mode = mode(source.defaultMode(), MODE);
            add(contents(map), source.items(), new Choice(mode, optional, map.key()), files);
        }
    }

    private void addSecret(Volume.SecretSource source, Map<String, ConfigFolder.File> files) {
        boolean optional = Boolean.TRUE.equals(source.optional());
        Secret secret = sources.secret(String.valueOf(source.secretName()), optional);
        if (secret != null) {
            int mode = mode(source.defaultMode(), MODE);
            add(contents(secret), source.items(), new Choice(mode, optional, secret.key()), files);
        }
    }

    private void addProjected(Volume.Projected projected, Map<String, ConfigFolder.File> files) {
        int mode = mode(projected.defaultMode(), MODE);
        for (Volume.Projection part : projected.sources()) {
            if (part.configMap() != null) {
                boolean optional = Boolean.TRUE.equals(part.configMap().optional());
                ConfigMap map = sources.configMap(part.configMap().name(), optional);
                if (map != null) {
                    Choice choice = new Choice(mode, optional, map.key());
                    add(contents(map), part.configMap().items(), choice, files);
                }
            }
            if (part.secret() != null) {
                boolean optional = Boolean.TRUE.equals(part.secret().optional());
                Secret secret = sources.secret(part.secret().name(), optional);
                if (secret != null) {
                    Choice choice = new Choice(mode, optional, secret.key());
                    add(contents(secret), part.secret().items(), choice, files);
                }
            }
            if (part.downwardAPI() != null) {
                addFields(part.downwardAPI(), mode, files);
            }
            if (part.serviceAccountToken() != null) {
                throw new ContainerException(
                        Reason.CONFIG_ERROR,
                        "A projected volume asks for a serviceAccountToken, which this node cannot"
                                + " provide yet. Set `automountServiceAccountToken: false` or"
                                + " leave the source out.");
            }
        }
    }

    /// How the entries of `object` become files.
    private record Choice(int mode, boolean optional, Object object) {}

    private static void add(
            Map<String, byte[]> contents,
            List<Volume.KeyToPath> items,
            Choice choice,
            Map<String, ConfigFolder.File> files) {
        if (items.isEmpty()) {
            contents.forEach(
                    (key, bytes) -> files.put(key, new ConfigFolder.File(bytes, choice.mode())));
            return;
        }
        for (Volume.KeyToPath item : items) {
            byte[] bytes = contents.get(item.key());
            if (bytes != null) {
                int mode = mode(item.mode(), choice.mode());
                files.put(item.path(), new ConfigFolder.File(bytes, mode));
            } else if (!choice.optional()) {
                throw new ContainerException(
                        Reason.CONFIG_ERROR,
                        "A volume names the key `"
                                + item.key()
                                + "` of "
                                + choice.object()
                                + ", which has only "
                                + contents.keySet()
                                + ".");
            }
        }
    }

    private void addFields(
            Volume.DownwardApi source, int mode, Map<String, ConfigFolder.File> files) {
        for (Volume.DownwardFile item : source.items()) {
            String text = "";
            if (item.fieldRef() != null) {
                text = fields.field(item.fieldRef().fieldPath());
            } else if (item.resourceFieldRef() != null) {
                Container first = fields.pod().spec().containers().getFirst();
                text = fields.resource(item.resourceFieldRef(), first);
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            files.put(item.path(), new ConfigFolder.File(bytes, mode(item.mode(), mode)));
        }
    }

    private static Map<String, byte[]> contents(ConfigMap map) {
        Map<String, byte[]> contents = new TreeMap<>();
        map.data().forEach((key, text) -> contents.put(key, text.getBytes(StandardCharsets.UTF_8)));
        map.binaryData()
                .forEach((key, base64) -> contents.put(key, Base64.getDecoder().decode(base64)));
        return contents;
    }

    private static Map<String, byte[]> contents(Secret secret) {
        Map<String, byte[]> contents = new TreeMap<>();
        secret.data()
                .forEach((key, base64) -> contents.put(key, Base64.getDecoder().decode(base64)));
        return contents;
    }

    private static Path hostPath(Volume.HostPath source) throws IOException {
        Path path = Path.of(source.path());
        String type = source.type() == null ? "" : source.type();
        switch (type) {
            case "DirectoryOrCreate" -> Files.createDirectories(path);
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
            }
            default -> {}
        }
        boolean fits =
                switch (type) {
                    case "Directory", "DirectoryOrCreate" -> Files.isDirectory(path);
                    case "File", "FileOrCreate" -> Files.isRegularFile(path);
                    default -> true;
                };
        if (!fits) {
            throw new ContainerException(
                    Reason.CONFIG_ERROR,
                    "hostPath `" + path + "` is no " + type + " on this machine.");
        }
        return path;
    }

    private static int mode(@Nullable Integer mode, int otherwise) {
        return mode == null ? otherwise : mode;
    }
}

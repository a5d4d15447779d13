package dev.slipway.state;

import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The journal of one state in a file: a line for each change, with a checksum, made durable for
/// all who wait at once. The first line says to which state it belongs. See
/// docs/format/state-journal.md. Thread-safe.
public final class JournalFile implements Journal, AutoCloseable {
    private static final String HEADER = "slipway state journal 1";

    private final Path file;
    private final FileChannel channel;
    private final StateFormat format;
    private final Object syncing = new Object();

    // Guarded by this.
    private long written;

    // Guarded by syncing.
    private long synced;

    private JournalFile(Path file, FileChannel channel, StateFormat format) {
        this.file = file;
        this.channel = channel;
        this.format = format;
    }

    /// Begins a journal of changes to the state of this lineage and serial, or goes on with one.
    ///
    /// @throws StateException if the file cannot be written
    public static JournalFile open(Path file, String lineage, long serial, StateFormat format) {
        try {
            boolean fresh = !Files.exists(file) || Files.size(file) == 0;
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.APPEND),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            JournalFile journal = new JournalFile(file, channel, format);
            if (fresh) {
                journal.append(HEADER + " " + serial + " " + lineage);
            }
            return journal;
        } catch (IOException e) {
            throw new StateException("journal: cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void record(
            InstanceAddress address, ProviderAddress provider, @Nullable InstanceState instance) {
        String content =
                instance == null
                        ? "-"
                        : new String(
                                StateFile.write(address.key(), instance), StandardCharsets.UTF_8);
        append(
                format.sealLine(
                        String.join("\t", address.toString(), provider.toString(), content)));
    }

    private void append(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        byte[] whole =
                ("%08x ".formatted(sum.getValue()) + line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            long mine;
            synchronized (this) {
                ByteBuffer buffer = ByteBuffer.wrap(whole);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                written++;
                mine = written;
            }
            sync(mine);
        } catch (IOException e) {
            throw new StateException("journal: cannot write to " + file + ": " + e.getMessage(), e);
        }
    }

    /// Whoever comes while another one syncs finds his line synced with those of all others.
    private void sync(long mine) throws IOException {
        synchronized (syncing) {
            if (synced >= mine) {
                return;
            }
            long upTo;
            synchronized (this) {
                upTo = written;
            }
            channel.force(false);
            synced = upTo;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StateException("journal: cannot close " + file + ": " + e.getMessage(), e);
        }
    }

    /// The state with the changes of a journal that belongs to it; as it is, if there is none. What
    /// is damaged at the end was never acknowledged and is left out.
    public static State replay(Path file, State state, StateFormat format) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return state;
        } catch (IOException e) {
            throw new StateException("journal: cannot read " + file + ": " + e.getMessage(), e);
        }
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>(state.resources());
        Map<String, ConfigResource> dependencies = new HashMap<>();
        boolean first = true;
        boolean any = false;
        for (String raw : lines) {
            String line =
                    checked(
                            new String(
                                    raw.getBytes(StandardCharsets.ISO_8859_1),
                                    StandardCharsets.UTF_8));
            if (line == null) {
                break;
            }
            if (first && !line.equals(HEADER + " " + state.serial() + " " + state.lineage())) {
                return state;
            }
            if (!first) {
                apply(format.openLine(line), file, resources, dependencies);
                any = true;
            }
            first = false;
        }
        return any
                ? new State(
                        state.terraformVersion(),
                        state.serial() + 1,
                        state.lineage(),
                        state.outputs(),
                        resources,
                        state.checks())
                : state;
    }

    private static @Nullable String checked(String line) {
        if (line.length() < 9 || line.charAt(8) != ' ') {
            return null;
        }
        CRC32 sum = new CRC32();
        sum.update(line.substring(9).getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue()).equals(line.substring(0, 8))
                ? line.substring(9)
                : null;
    }

    private static void apply(
            String line,
            Path file,
            SortedMap<ResourcePath, ResourceState> resources,
            Map<String, ConfigResource> dependencies) {
        String[] parts = line.split("\t", 3);
        try {
            InstanceAddress address = Addresses.instance(parts[0]);
            ProviderAddress provider = Addresses.provider(parts[1]);
            ResourceState before = resources.get(address.resource());
            SortedMap<InstanceKey, InstanceState> instances =
                    before == null ? new TreeMap<>() : new TreeMap<>(before.instances());
            if (parts[2].equals("-")) {
                instances.remove(address.key());
            } else {
                instances.put(
                        address.key(),
                        StateFile.readInstance(
                                parts[2].getBytes(StandardCharsets.UTF_8),
                                file.toString(),
                                dependencies));
            }
            if (instances.isEmpty()) {
                resources.remove(address.resource());
            } else {
                resources.put(address.resource(), new ResourceState(provider, instances));
            }
        } catch (AddressException e) {
            throw new StateException("journal: " + file + ": " + e.getMessage(), e);
        }
    }

    /// Removes a journal whose changes are part of the state.
    public static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StateException("journal: cannot remove " + file + ": " + e.getMessage(), e);
        }
    }
}

package dev.slipway.ssh;

import dev.slipway.terraform.remote.RemoteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.channel.ChannelExec;

/// Sends files by the protocol of `scp`, whose other end every machine with OpenSSH has. A line
/// announces a file (`C0644 12 name`) or a folder (`D0755 0 name` … `E`), a byte acknowledges it.
/// Belongs to one thread.
final class ScpUpload implements AutoCloseable {
    private static final Duration OPEN_MAX = Duration.ofSeconds(30);
    private static final int MESSAGE_BYTES_MAX = 4096;
    private static final int DEPTH_MAX = 32;
    private static final int FOLDER_MODE = 0755;
    private static final int FILE_MODE = 0644;

    private final ChannelExec channel;
    private final OutputStream out;
    private final InputStream in;

    private ScpUpload(ChannelExec channel) {
        this.channel = channel;
        this.out = channel.getInvertedIn();
        this.in = channel.getInvertedOut();
    }

    /// @throws IOException if the other end refuses or cannot be asked
    static ScpUpload begin(ChannelExec channel) throws IOException {
        channel.open().verify(OPEN_MAX);
        ScpUpload upload = new ScpUpload(channel);
        upload.acknowledged();
        return upload;
    }

    void file(byte[] content, int mode, String name) throws IOException {
        file(new ByteArrayInputStream(content), content.length, mode, name);
    }

    void file(Path file, String name) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            file(content, Files.size(file), mode(file, FILE_MODE), name);
        }
    }

    private void file(InputStream content, long sizeBytes, int mode, String name)
            throws IOException {
        tell("C%04o %d %s\n".formatted(mode, sizeBytes, name));
        byte[] part = new byte[32 << 10];
        long left = sizeBytes;
        while (left > 0) {
            int read = content.read(part, 0, (int) Math.min(part.length, left));
            if (read < 0) {
                throw new IOException(name + " became shorter while it was copied");
            }
            out.write(part, 0, read);
            left -= read;
        }
        out.write(0);
        out.flush();
        acknowledged();
    }

    /// A folder with its name and all that is in it; links are followed.
    void folder(Path folder, String name, int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            throw new IOException(
                    folder
                            + " is more than "
                            + DEPTH_MAX
                            + " folders deep; is a link in a circle?");
        }
        tell("D%04o 0 %s\n".formatted(mode(folder, FOLDER_MODE), name));
        content(folder, depth);
        tell("E\n");
    }

    void content(Path folder, int depth) throws IOException {
        List<Path> entries;
        try (Stream<Path> found = Files.list(folder)) {
            entries = found.sorted().toList();
        }
        for (Path each : entries) {
            String name = each.getFileName().toString();
            if (Files.isDirectory(each)) {
                folder(each, name, depth + 1);
            } else {
                file(each, name);
            }
        }
    }

    private static int mode(Path path, int otherwise) throws IOException {
        try {
            String text = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            int mode = 0;
            for (int i = 0; i < text.length(); i++) {
                mode |= text.charAt(i) == '-' ? 0 : 0400 >> i;
            }
            return mode;
        } catch (UnsupportedOperationException e) {
            return otherwise;
        }
    }

    private void tell(String line) throws IOException {
        if (line.indexOf('\n') < line.length() - 1) {
            throw new IOException("a name with a line break cannot be copied");
        }
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.flush();
        acknowledged();
    }

    private void acknowledged() throws IOException {
        int answer = in.read();
        if (answer == 0) {
            return;
        }
        byte[] said =
                answer < 0 ? channel.getInvertedErr().readNBytes(MESSAGE_BYTES_MAX) : message();
        String text = new String(said, StandardCharsets.UTF_8).strip();
        throw new RemoteException(
                text.isEmpty() ? "scp ended without a word; is it installed there?" : text);
    }

    private byte[] message() throws IOException {
        byte[] text = new byte[MESSAGE_BYTES_MAX];
        int length = 0;
        int each = in.read();
        while (each >= 0 && each != '\n' && length < text.length) {
            text[length++] = (byte) each;
            each = in.read();
        }
        return java.util.Arrays.copyOf(text, length);
    }

    @Override
    public void close() {
        channel.close(true);
    }
}

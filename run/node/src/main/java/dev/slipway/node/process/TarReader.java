package dev.slipway.node.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a tar archive (ustar, GNU long names, pax paths and sizes) entry by entry. After [#next()]
/// the entry's content is what [#content()] gives, up to its size. For one thread.
final class TarReader {
    /// `type` is the archive's own: `0` file, `1` hard link, `2` symbolic link, `5` folder.
    record Entry(String name, char type, long size, int mode, String linkName) {}

    private static final int BLOCK = 512;
    private static final int LONG_NAME_BYTES_MAX = 1 << 20;

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private long remaining;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /// The next entry, or null at the end of the archive.
    @Nullable Entry next() throws IOException {
        String longName = null;
        String longLink = null;
        long longSize = -1;
        while (true) {
            in.skipNBytes(remaining + padding);
            remaining = 0;
            padding = 0;
            if (in.readNBytes(header, 0, BLOCK) < BLOCK || isZero()) {
                return null;
            }
            checkSum();
            char type = header[156] == 0 ? '0' : (char) header[156];
            open(
                    longSize >= 0 && type != 'x' && type != 'L' && type != 'K'
                            ? longSize
                            : number(124, 12));
            switch (type) {
                case 'L' -> longName = text();
                case 'K' -> longLink = text();
                case 'x' -> {
                    Pax pax = Pax.parse(bytes());
                    longName = pax.path() != null ? pax.path() : longName;
                    longLink = pax.linkPath() != null ? pax.linkPath() : longLink;
                    longSize = pax.size();
                }
                case 'g' -> bytes();
                default -> {
                    return new Entry(
                            longName != null ? longName : shortName(),
                            type == '7' ? '0' : type,
                            remaining,
                            (int) number(100, 8),
                            longLink != null ? longLink : string(157, 100));
                }
            }
        }
    }

    /// The current entry's content; closing it does nothing.
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (remaining == 0) {
                    return -1;
                }
                int read = in.read(buffer, offset, (int) Math.min(length, remaining));
                if (read < 0) {
                    throw new EOFException("The archive ends inside an entry");
                }
                remaining -= read;
                return read;
            }
        };
    }

    /// What a pax header changes about the entry after it.
    private record Pax(@Nullable String path, @Nullable String linkPath, long size) {
        /// Records of the form `LENGTH KEY=VALUE\n`.
        static Pax parse(byte[] records) throws IOException {
            String path = null;
            String linkPath = null;
            long size = -1;
            int at = 0;
            while (at < records.length) {
                int blank = at;
                while (blank < records.length && records[blank] != ' ') {
                    blank++;
                }
                int length =
                        decimal(new String(records, at, blank - at, StandardCharsets.US_ASCII));
                if (length <= blank - at + 1 || at + length > records.length) {
                    throw new IOException("A pax header of the archive is damaged");
                }
                String record =
                        new String(
                                records,
                                blank + 1,
                                at + length - blank - 2,
                                StandardCharsets.UTF_8);
                int equals = record.indexOf('=');
                String value = record.substring(equals + 1);
                switch (equals < 0 ? "" : record.substring(0, equals)) {
                    case "path" -> path = value;
                    case "linkpath" -> linkPath = value;
                    case "size" -> size = Long.parseLong(value);
                    default -> {}
                }
                at += length;
            }
            return new Pax(path, linkPath, size);
        }

        private static int decimal(String digits) throws IOException {
            try {
                return Integer.parseInt(digits);
            } catch (NumberFormatException e) {
                throw new IOException("A pax header of the archive is damaged", e);
            }
        }
    }

    private void open(long size) throws IOException {
        if (size < 0) {
            throw new IOException("The archive has an entry of negative size");
        }
        remaining = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    private byte[] bytes() throws IOException {
        if (remaining > LONG_NAME_BYTES_MAX) {
            throw new IOException(
                    "The archive has a name of "
                            + remaining
                            + " bytes (expected: at most "
                            + LONG_NAME_BYTES_MAX
                            + ")");
        }
        byte[] content = in.readNBytes((int) remaining);
        remaining = 0;
        return content;
    }

    private String text() throws IOException {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private String shortName() {
        String name = string(0, 100);
        boolean ustar = string(257, 5).equals("ustar") && header[262] == 0;
        String prefix = ustar ? string(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private String string(int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    /// Octal digits, or a big-endian number after a byte with the high bit set.
    private long number(int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            long value = header[offset] & 0x7f;
            for (int i = offset + 1; i < offset + length; i++) {
                value = (value << 8) | (header[i] & 0xff);
            }
            return value;
        }
        String digits = string(offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("Not a tar archive: `" + digits + "` is no octal number", e);
        }
    }

    private void checkSum() throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(148, 8)) {
            throw new IOException("Not a tar archive, or a damaged one: checksum mismatch");
        }
    }

    private boolean isZero() {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}

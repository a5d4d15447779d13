package dev.slipway.provider.installed;

import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.client.SchemaBytes;
import dev.slipway.provider.wire.Protocol;
import dev.slipway.provider.wire.WireSchema;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Schemas of providers on disk, by the hash of the provider's program: `HASH.schema` in a folder.
/// A file that is damaged, or of another version of the format, is as good as none and written
/// anew.
///
/// ```
/// magic "SLIPSCHM" | version u32 | protocol u32 | length of schema u32 | of identities u32
/// schema ... | identities ... | CRC-32C of all before u32
/// ```
///
/// All numbers are big-endian; see docs/format/provider-schema.md. Safe for many threads and
/// processes.
final class SchemaCache {
    private static final Logger LOG = System.getLogger(SchemaCache.class.getName());
    private static final long MAGIC = 0x534c495053434d48L;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = Long.BYTES + 4 * Integer.BYTES;

    private final Path folder;

    SchemaCache(Path folder) {
        this.folder = folder;
    }

    /// `null` if it is not there, or not to be read.
    @Nullable WireSchema find(String hash) {
        Path file = file(hash);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return decode(Files.readAllBytes(file)).open();
        } catch (IOException | WireFormatException e) {
            LOG.log(
                    Level.INFO,
                    "Ignoring a damaged schema in the cache file="
                            + file
                            + " problem="
                            + e.getMessage());
            return null;
        }
    }

    void put(String hash, SchemaBytes schema) {
        WholeFile.write(file(hash), encode(schema));
    }

    private Path file(String hash) {
        return folder.resolve(hash + ".schema");
    }

    static byte[] encode(SchemaBytes schema) {
        ByteBuffer buffer =
                ByteBuffer.allocate(
                        HEADER_BYTES
                                + schema.schema().length
                                + schema.identities().length
                                + Integer.BYTES);
        buffer.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(schema.protocol().version())
                .putInt(schema.schema().length)
                .putInt(schema.identities().length)
                .put(schema.schema())
                .put(schema.identities());
        return buffer.putInt(checksum(buffer.array(), buffer.position())).array();
    }

    /// @throws WireFormatException if the bytes are not what [#encode] makes
    static SchemaBytes decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES + Integer.BYTES) {
            throw new WireFormatException("file: " + bytes.length + " bytes (expected: more)");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int end = bytes.length - Integer.BYTES;
        if (buffer.getLong() != MAGIC || buffer.getInt() != VERSION) {
            throw new WireFormatException(
                    "file: of another format (expected: version " + VERSION + ")");
        }
        if (buffer.getInt(end) != checksum(bytes, end)) {
            throw new WireFormatException("file: its checksum is wrong");
        }
        Protocol protocol = Protocol.of(buffer.getInt());
        int schema = buffer.getInt();
        int identities = buffer.getInt();
        if (schema < 0 || identities < 0 || (long) schema + identities != end - HEADER_BYTES) {
            throw new WireFormatException(
                    "file: lengths "
                            + schema
                            + " and "
                            + identities
                            + " (expected: "
                            + (end - HEADER_BYTES)
                            + " together)");
        }
        return new SchemaBytes(protocol, take(buffer, schema), take(buffer, identities));
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}

package dev.slipway.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes the few times that the API keeps in microseconds: those of leases and new-style events.
public final class MicroTimeSerializer extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public MicroTimeSerializer() {
        super(Instant.class);
    }

    /// The text of `instant`, as a `MicroTime` of the API.
    public static String text(Instant instant) {
        return FORMAT.format(instant);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
            throws IOException {
        out.writeString(text(value));
    }
}

package dev.slipway.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of this build.
public final class SlipwayVersion {
    private SlipwayVersion() {}

    public static String current() {
        Properties properties = new Properties();
        try (InputStream in = SlipwayVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}

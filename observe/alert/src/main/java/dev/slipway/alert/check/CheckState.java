package dev.slipway.alert.check;

import java.util.Locale;

/// What a plugin's exit code says.
public enum CheckState {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN;

    /// A code that is none of the four is `UNKNOWN`.
    public static CheckState ofExitCode(int code) {
        return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
    }

    /// The exit code, which is also the value of `nagios_check_state`.
    public int code() {
        return ordinal();
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

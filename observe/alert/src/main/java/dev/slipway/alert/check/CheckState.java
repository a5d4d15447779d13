package dev.slipway.alert.check;

import java.util.Locale;

/// What a plugin's exit code says.
public enum CheckState {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private final int code;

    CheckState(int code) {
        this.code = code;
    }

    /// A code that is none of the four is `UNKNOWN`.
    public static CheckState ofExitCode(int code) {
        for (CheckState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /// The exit code, which is also the value of `nagios_check_state`.
    public int code() {
        return code;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.alert.check;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /// A name that is none of the four is `OK`: nothing is known to be wrong.
    static CheckState named(@Nullable String name) {
        for (CheckState state : values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return OK;
    }

    /// The exit code, which is also the value of `nagios_check_state`.
    public int code() {
        return code;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.provider.wire;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.ProviderDiagnostic;
import java.util.List;

/// The messages `Diagnostic` and `AttributePath`. A severity that is not known is read as an error
/// that says so: what a provider has to say must never get lost. Stateless.
public final class Diagnosis {
    private static final long ERROR = 1;
    private static final long WARNING = 2;

    private Diagnosis() {}

    public static List<ProviderDiagnostic> read(List<Message> messages) {
        return messages.stream().map(Diagnosis::read).toList();
    }

    private static ProviderDiagnostic read(Message message) {
        long severity = message.number(1);
        String summary = message.text(2);
        String detail = message.text(3);
        if (summary.isBlank()) {
            summary = "The provider reports a problem without saying which";
        }
        if (severity != ERROR && severity != WARNING) {
            String note =
                    "The provider gave this the severity "
                            + severity
                            + ", which the protocol does not know; it is taken for an error.";
            detail = detail.isBlank() ? note : detail + "\n\n" + note;
        }
        return new ProviderDiagnostic(
                severity != WARNING, summary, detail, path(message.messageOrEmpty(4)));
    }

    /// A step without a known selector ends the path: what leads to it is right all the same.
    public static ValuePath path(Message message) {
        ValuePath path = ValuePath.ROOT;
        for (Message step : message.messages(1)) {
            if (step.has(1)) {
                path = path.attribute(step.text(1));
            } else if (step.has(2)) {
                path = path.index(Value.of(step.text(2)));
            } else if (step.has(3)) {
                path = path.index(step.number(3));
            } else {
                return path;
            }
        }
        return path;
    }
}

package dev.slipway.provider.wire;

import dev.slipway.provider.RawState;

/// The message `RawState`. Stateless.
public final class RawStates {
    private RawStates() {}

    public static MessageWriter write(RawState state) {
        MessageWriter writer = new MessageWriter();
        switch (state) {
            case RawState.Json(byte[] json) -> writer.bytes(1, json);
            case RawState.Flatmap(var attributes) ->
                    attributes.forEach((key, value) ->
                            writer.message(2, new MessageWriter().text(1, key).text(2, value)));
        }
        return writer;
    }
}

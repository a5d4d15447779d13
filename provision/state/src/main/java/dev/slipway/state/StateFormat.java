package dev.slipway.state;

/// Between states and the bytes that are kept of them. Implementations are safe for many threads.
public interface StateFormat {
    /// As Terraform writes states.
    StateFormat PLAIN =
            new StateFormat() {
                @Override
                public State read(byte[] kept, String place) {
                    return StateFile.read(kept, place);
                }

                @Override
                public byte[] write(State state) {
                    return StateFile.write(state);
                }

                @Override
                public String openLine(String kept) {
                    return kept;
                }

                @Override
                public String sealLine(String line) {
                    return line;
                }
            };

    /// @param place what is read, for messages
    /// @throws StateException if it is no state, or cannot be decrypted
    State read(byte[] kept, String place);

    byte[] write(State state);

    /// A line of a journal as it was written.
    ///
    /// @throws StateException if it cannot be decrypted
    String openLine(String kept);

    /// A line of a journal as it is kept, without ends of lines in it.
    String sealLine(String line);
}

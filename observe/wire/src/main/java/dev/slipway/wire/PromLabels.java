package dev.slipway.wire;

import dev.slipway.series.Labels;

/// The repeated message `Label` of remote write 1.0 and remote read, field 1 of whatever has it.
final class PromLabels {
    private PromLabels() {}

    static void write(ProtoWriter writer, Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            int opened = writer.open(1);
            writer.stringIfSet(1, labels.name(i));
            writer.stringIfSet(2, labels.value(i));
            writer.close(opened);
        }
    }

    /// Reads the field the reader is at.
    static void read(ProtoReader reader, LabelPairs pairs) {
        int outer = reader.enter();
        String name = "";
        String value = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.string();
                case 2 -> value = reader.string();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        pairs.add(name, value);
    }
}

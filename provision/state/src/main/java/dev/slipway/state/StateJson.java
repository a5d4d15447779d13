package dev.slipway.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/// How states are written as JSON. Stateless.
final class StateJson {
    /// Texts in states may be long: whole files are kept in them.
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(512 << 20)
                                    .maxNumberLength(10_000)
                                    .maxNestingDepth(2_000)
                                    .build())
                    .build();

    static final CharacterEscapes ESCAPES = new HtmlEscapes();

    private StateJson() {}

    /// As Go escapes: also what means something in HTML.
    private static final class HtmlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final SerializableString LINE = new SerializedString("\\u2028");
        private static final SerializableString PARAGRAPH = new SerializedString("\\u2029");

        private final int[] ascii;

        HtmlEscapes() {
            ascii = standardAsciiEscapesForJSON();
            for (char each : new char[] {'<', '>', '&'}) {
                ascii[each] = ESCAPE_CUSTOM;
            }
            for (char each : new char[] {'\b', '\f'}) {
                ascii[each] = ESCAPE_CUSTOM;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return switch (character) {
                case '<' -> new SerializedString("\\u003c");
                case '>' -> new SerializedString("\\u003e");
                case '&' -> new SerializedString("\\u0026");
                case '\b' -> new SerializedString("\\b");
                case '\f' -> new SerializedString("\\f");
                case 0x2028 -> LINE;
                case 0x2029 -> PARAGRAPH;
                default -> null;
            };
        }
    }
}

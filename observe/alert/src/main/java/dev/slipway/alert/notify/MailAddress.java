package dev.slipway.alert.notify;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// Whom a letter is for or from: `Ops <ops@example.com>`. Immutable.
record MailAddress(String name, String address) {
    private static final int COUNT_MAX = 100;
    private static final int LENGTH_MAX = 254;

    MailAddress {
        requireNonNull(name, "name");
        boolean sound =
                address.length() <= LENGTH_MAX
                        && address.indexOf('@') > 0
                        && address.indexOf('@') < address.length() - 1
                        && address.chars()
                                .noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == 0x7f);
        if (!sound) {
            throw new IllegalArgumentException(
                    "found `%s`, expected an address such as `ops@example.com`"
                            .formatted(address.replaceAll("[\\x00-\\x1f\\x7f]", "?")));
        }
    }

    /// Addresses separated by commas. Throws [IllegalArgumentException].
    static List<MailAddress> parseAll(String text) {
        List<MailAddress> found = new ArrayList<>();
        for (String each : split(text)) {
            if (!each.isBlank()) {
                found.add(parse(each.strip()));
            }
        }
        if (found.isEmpty() || found.size() > COUNT_MAX) {
            throw new IllegalArgumentException(
                    "found %d addresses, expected 1 to %d".formatted(found.size(), COUNT_MAX));
        }
        return found;
    }

    private static MailAddress parse(String text) {
        int open = text.lastIndexOf('<');
        if (open < 0 || !text.endsWith(">")) {
            return new MailAddress("", text);
        }
        String name = text.substring(0, open).strip();
        if (name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        return new MailAddress(name, text.substring(open + 1, text.length() - 1).strip());
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /// As a header writes it.
    @Override
    public String toString() {
        if (name.isEmpty()) {
            return address;
        }
        boolean plain =
                name.chars().allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || c == ' '));
        boolean ascii = name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        String shown = name;
        if (ascii && !plain) {
            shown = '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        } else if (!ascii) {
            shown = MailText.header(name);
        }
        return shown + " <" + address + ">";
    }
}

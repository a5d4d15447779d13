package dev.slipway.wire;

import java.util.Locale;

/// The parts of a `Content-Type`, or of one range of an `Accept`. Only what negotiation here needs.
record MediaType(String type, String text) {
    static MediaType of(String header) {
        int end = header.indexOf(';');
        String type = end < 0 ? header : header.substring(0, end);
        return new MediaType(
                type.strip().toLowerCase(Locale.ROOT), end < 0 ? "" : header.substring(end + 1));
    }

    /// The value of a parameter; empty if there is none.
    String parameter(String name) {
        for (String each : text.split(";")) {
            int equals = each.indexOf('=');
            if (equals > 0 && each.substring(0, equals).strip().equalsIgnoreCase(name)) {
                String value = each.substring(equals + 1).strip();
                boolean quoted =
                        value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }

    /// `q`, from 0 to 1.
    double weight() {
        try {
            String weight = parameter("q");
            return weight.isEmpty() ? 1 : Double.parseDouble(weight);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

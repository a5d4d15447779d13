package dev.slipway.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// All header edits of a route's filters, worked out once: which lines to drop and which to append.
/// Headers that frame messages are left out.
final class HeaderEditPlan {
    static final HeaderEditPlan NONE = new HeaderEditPlan(List.of());

    private final byte[][] dropped;
    private final byte[] block;

    HeaderEditPlan(List<RouteFilter.HeaderEdit> edits) {
        Set<String> drops = new LinkedHashSet<>();
        Map<String, List<RouteFilter.Header>> lines = new LinkedHashMap<>();
        for (RouteFilter.HeaderEdit edit : edits) {
            for (RouteFilter.Header header : edit.set()) {
                drops.add(key(header.name()));
                lines.put(key(header.name()), new ArrayList<>(List.of(header)));
            }
            for (RouteFilter.Header header : edit.add()) {
                lines.computeIfAbsent(key(header.name()), name -> new ArrayList<>()).add(header);
            }
            for (String name : edit.remove()) {
                drops.add(key(name));
                lines.remove(key(name));
            }
        }
        dropped =
                drops.stream()
                        .filter(name -> !framesMessage(name))
                        .map(Ascii::bytes)
                        .toArray(byte[][]::new);
        block = block(lines);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean framesMessage(String lowerName) {
        byte[] name = Ascii.bytes(lowerName);
        return HeaderKind.framesMessage(HeaderKind.of(name, 0, name.length));
    }

    private static byte[] block(Map<String, List<RouteFilter.Header>> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach((name, headers) -> {
            if (!framesMessage(name)) {
                headers.forEach(
                        h -> text.append(h.name()).append(": ").append(h.value()).append("\r\n"));
            }
        });
        return Ascii.bytes(text.toString());
    }

    boolean drops(HeaderLines lines, int line) {
        for (byte[] name : dropped) {
            if (lines.isNamed(line, name)) {
                return true;
            }
        }
        return false;
    }

    /// The lines to append, each with its line end.
    byte[] block() {
        return block;
    }
}

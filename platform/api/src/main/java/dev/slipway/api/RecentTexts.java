package dev.slipway.api;

/// Gives one and the same object for texts that were seen lately, so that the labels of thousands
/// of pods are in memory once. A text is forgotten when another takes its place; nothing depends on
/// it. Thread-safe without locks: a race costs a copy.
final class RecentTexts {
    private static final int PLACES = 4096;
    private static final int LENGTH_MAX = 64;

    private final String[] places = new String[PLACES];

    String shared(String text) {
        if (text.length() > LENGTH_MAX) {
            return text;
        }
        int place = text.hashCode() & (PLACES - 1);
        String known = places[place];
        if (text.equals(known)) {
            return known;
        }
        places[place] = text;
        return text;
    }
}

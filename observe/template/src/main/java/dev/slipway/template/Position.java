package dev.slipway.template;

/// Where something stands in the text: lines count from 1, columns are bytes of UTF-8 from 0, as Go
/// counts them in its messages.
record Position(int line, int column) {}

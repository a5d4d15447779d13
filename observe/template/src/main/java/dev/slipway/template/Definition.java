package dev.slipway.template;

/// A template by name: the body, and the name of the text it stood in.
record Definition(String name, String source, Node.Body body) {}

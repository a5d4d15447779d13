package dev.slipway.record;

import java.util.Map;

/// Fills in Go text templates: whoever has an engine for them answers. Thread-safe.
@FunctionalInterface
public interface MessageTemplates {
    /// Throws [MessageTemplateException] if the template is wrong or cannot be filled in.
    String fill(String name, String text, Map<String, Object> data);
}

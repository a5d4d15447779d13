package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import java.util.List;

/// How the objects of one kind become jobs. Stateless.
interface JobTranslation {
    /// Each as an entry of `scrape_configs`. Throws [MonitorException] if the object says what
    /// cannot be done.
    List<ObjectNode> jobs(RawResource object, SecretTexts secrets);
}

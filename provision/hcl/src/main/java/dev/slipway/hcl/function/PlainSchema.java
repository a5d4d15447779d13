package dev.slipway.hcl.function;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/// Leaves plain scalars without a tag of their own unresolved, since [YamlValues] has rules other
/// than those of YAML 1.2. Stateless.
final class PlainSchema implements Schema {
    static final Tag PLAIN = new Tag("!slipway-plain");

    @Override
    public ScalarResolver getScalarResolver() {
        return (value, implicit) -> implicit ? PLAIN : Tag.STR;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return Map.of();
    }
}

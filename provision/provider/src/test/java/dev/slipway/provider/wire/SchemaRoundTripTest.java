package dev.slipway.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.testing.SchemaWriter;
import dev.slipway.provider.testing.TestProvider;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SchemaRoundTripTest {
    private static final String THING = "slipwaytest_thing";

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void schemasComeBack(Protocol protocol) {
        ProviderSchema schema = new TestProvider(Path.of("unused")).schema();
        SchemaWriter writer = new SchemaWriter(protocol);
        WireSchema read =
                new WireSchema(protocol, writer.write(schema), writer.writeIdentities(schema));
        assertSame(schema.provider(), read.provider(), protocol);
        assertThat(read.resourceTypes()).isEqualTo(schema.resourceTypes());
        assertThat(read.dataSourceTypes()).isEqualTo(schema.dataSourceTypes());
        for (String each : schema.resourceTypes()) {
            assertSame(schema.resource(each), read.resource(each), protocol);
        }
        assertSame(schema.dataSource(THING), read.dataSource(THING), protocol);
        assertThat(read.ephemeralResourceTypes()).isEqualTo(schema.ephemeralResourceTypes());
        assertThat(read.functionNames()).isEqualTo(schema.functionNames());
        for (String each : schema.functionNames()) {
            assertThat(read.function(each)).isEqualTo(schema.function(each));
        }
        assertThat(read.identity(THING)).isEqualTo(schema.identity(THING));
        assertThat(read.capabilities()).isEqualTo(schema.capabilities());
        assertThat(read.resource("nobody")).isNull();
        assertThat(read.resource(THING)).isSameAs(read.resource(THING));
    }

    private static void assertSame(
            @org.jspecify.annotations.Nullable Schema written,
            @org.jspecify.annotations.Nullable Schema read,
            Protocol protocol) {
        Schema one = Objects.requireNonNull(written);
        Schema other = Objects.requireNonNull(read);
        assertThat(other.version()).isEqualTo(one.version());
        assertSame(one.block(), other.block(), protocol);
    }

    private static void assertSame(Block written, Block read, Protocol protocol) {
        assertThat(read.text()).isEqualTo(written.text());
        assertThat(read.type()).isEqualTo(written.type());
        assertThat(read.attributes().keySet()).isEqualTo(written.attributes().keySet());
        written.attributes()
                .forEach((name, attribute) ->
                        assertThat(read.attributes().get(name))
                                .as(name)
                                .isEqualTo(expected(attribute, protocol)));
        assertThat(read.blocks().keySet()).isEqualTo(written.blocks().keySet());
        written.blocks()
                .forEach((name, block) -> {
                    NestedBlock other = Objects.requireNonNull(read.blocks().get(name));
                    assertThat(other.nesting()).isEqualTo(block.nesting());
                    assertThat(other.maxItems()).isEqualTo(block.maxItems());
                    assertSame(block.block(), other.block(), protocol);
                });
    }

    /// Protocol 5 has no nested attributes, only their types.
    private static Attribute expected(Attribute attribute, Protocol protocol) {
        return switch (protocol) {
            case V6 -> attribute;
            case V5 ->
                    new Attribute(
                            attribute.type(),
                            null,
                            attribute.use(),
                            attribute.sensitive(),
                            attribute.text());
        };
    }
}

package dev.slipway.schema.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DescriptionsTest {
    @Test
    void commentsOfTheClassAndItsFieldsAreTaken() {
        Descriptions.OfClass found =
                Descriptions.parse(
                        """
                        package a;

                        /**
                         * A thing &amp; another.
                         */
                        @JsonInclude(JsonInclude.Include.NON_NULL)
                        public class Thing
                        {
                            @JsonProperty("silent")
                            private String silent;

                            /**
                             * No args constructor for use in serialization
                             */
                            public Thing() {
                            }

                            /**
                             * How many, 0 &lt; x.<br><p> <br><p> Two paragraphs.
                             */
                            @JsonProperty("count")
                            public Integer getCount() {
                            }

                            /**
                             * A thing &amp; another.
                             */
                            @JsonProperty("time")
                            public String getTime() {
                            }
                        }
                        """);
        assertThat(found.itself()).isEqualTo("A thing & another.");
        assertThat(found.fields())
                .isEqualTo(Map.of("count", "How many, 0 < x.\n\nTwo paragraphs."));
    }
}

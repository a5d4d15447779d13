package dev.slipway.metric.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.metric.http.ApiOptions.Feature;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdminEndpointsTest {
    private final List<String> done = new ArrayList<>();
    private boolean broken;

    private final Administration administration =
            new Administration() {
                @Override
                public void delete(List<List<Matcher>> selectors, long start, long end) {
                    done.add("delete " + selectors + " " + start + " " + end);
                }

                @Override
                public void clean() {
                    done.add("clean");
                }

                @Override
                public String snapshot(boolean withHead) {
                    return withHead ? "whole" : "blocks";
                }
            };

    private final Served served =
            new Served(
                    new MemorySeries(),
                    builder ->
                            builder.options(
                                            ApiOptions.defaults()
                                                    .withFeatures(EnumSet.allOf(Feature.class)))
                                    .administration(administration)
                                    .reload(this::reload));

    private void reload() {
        if (broken) {
            throw new IllegalStateException("line 3: what is this?");
        }
        done.add("reload");
    }

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void deletesSeries() throws Exception {
        var answer =
                served.post(
                        "/api/v1/admin/tsdb/delete_series", "match[]=a&match[]=b&start=1&end=2.5");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(done).containsExactly("delete [[__name__=\"a\"], [__name__=\"b\"]] 1000 2500");
        assertThat(served.post("/api/v1/admin/tsdb/delete_series", "").statusCode()).isEqualTo(400);
    }

    @Test
    void cleansAndCopies() throws Exception {
        assertThat(served.post("/api/v1/admin/tsdb/clean_tombstones", "").statusCode())
                .isEqualTo(204);
        assertThat(served.post("/api/v1/admin/tsdb/snapshot", "").body())
                .contains("\"data\":{\"name\":\"whole\"}");
        assertThat(served.post("/api/v1/admin/tsdb/snapshot?skip_head=true", "").body())
                .contains("\"name\":\"blocks\"");
        assertThat(done).containsExactly("clean");
    }

    @Test
    void reloadsOrSaysWhyNot() throws Exception {
        assertThat(served.post("/-/reload", "").statusCode()).isEqualTo(200);
        assertThat(done).containsExactly("reload");
        broken = true;
        var failed = served.post("/-/reload", "");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("failed to reload config: line 3: what is this?\n");
    }
}

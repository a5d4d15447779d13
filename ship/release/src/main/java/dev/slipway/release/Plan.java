package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the specification of a Release asks for. Pure.
record Plan(Release release) {
    private static final int ALL = 100;

    /// Names what is to be tried: it changes with images, config, and the wish to try again.
    String hash() {
        ObjectNode tree = Json.object();
        wanted().forEach(tree::set);
        String retry = release.metadata().annotations().get(Release.RETRY);
        if (retry != null) {
            tree.put("retry", retry);
        }
        return TemplateHash.of(tree, 0);
    }

    /// The state that each part is to get, config first.
    Map<String, ObjectNode> wanted() {
        Map<String, ObjectNode> wanted = new LinkedHashMap<>();
        for (Release.Config config : release.spec().config()) {
            wanted.put(config.kind() + " " + config.name(), ConfigPart.state(config.data()));
        }
        for (Release.Member member : release.spec().members()) {
            wanted.put(id(member), Images.state(member.images()));
        }
        return wanted;
    }

    static String id(Release.Member member) {
        return member.kind() + " " + member.name();
    }

    /// Shares of traffic; 100 is always the last.
    List<Release.Stage> stages() {
        List<Release.Stage> stages = new ArrayList<>(release.spec().stages());
        if (stages.isEmpty() || stages.getLast().weight() < ALL) {
            stages.add(new Release.Stage(ALL, null));
        }
        return stages;
    }

    static Duration pause(Release.Stage stage) {
        Release.Pause pause = stage.pause();
        String text = pause == null ? null : pause.duration();
        if (text == null || !text.matches("[0-9]{1,7}[smh]")) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'h' -> Duration.ofHours(count);
            case 'm' -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }

    boolean isPaused() {
        return Boolean.TRUE.equals(release.spec().paused());
    }

    /// Traffic, images and config go back, not the traffic alone.
    boolean reverts() {
        return !"Stop".equals(release.spec().onFailure());
    }

    /// The ids of the members that this one waits for.
    List<String> needs(String id) {
        Map<String, String> ids = new HashMap<>();
        release.spec().members().forEach(member -> ids.put(member.name(), id(member)));
        for (Release.Member member : release.spec().members()) {
            if (id(member).equals(id)) {
                return member.dependsOn().stream()
                        .map(ids::get)
                        .filter(needed -> needed != null && !needed.equals(id))
                        .toList();
            }
        }
        return List.of();
    }

    /// The members, each after those it waits for.
    List<String> inOrder() {
        List<String> left =
                new ArrayList<>(release.spec().members().stream().map(Plan::id).toList());
        List<String> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            @Nullable String next = null;
            for (String id : left) {
                if (next == null && ordered.containsAll(needs(id))) {
                    next = id;
                }
            }
            // Members that wait for each other in a circle are refused when they are written.
            String chosen = next == null ? left.getFirst() : next;
            left.remove(chosen);
            ordered.add(chosen);
        }
        return ordered;
    }
}

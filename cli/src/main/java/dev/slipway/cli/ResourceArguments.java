package dev.slipway.cli;

import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `get`, `describe` and `delete` are about: `pods`, `pod api`, `deploy/api svc/api`,
/// `pods,services`. Maps each kind to the names wanted; no names mean all of that kind.
record ResourceArguments(Map<Kind<RawResource>, List<String>> wanted) {
    static ResourceArguments parse(List<String> arguments, Discovery discovery) {
        if (arguments.isEmpty()) {
            throw new CommandException(
                    CommandException.USAGE, "Say which kind, for example `pods` or `deploy/api`.");
        }
        Map<Kind<RawResource>, List<String>> wanted = new LinkedHashMap<>();
        if (arguments.getFirst().contains("/")) {
            for (String argument : arguments) {
                addSlashed(argument, discovery, wanted);
            }
            return new ResourceArguments(wanted);
        }
        for (String kind : arguments.getFirst().split(",", -1)) {
            wanted.put(discovery.named(kind), List.copyOf(arguments.subList(1, arguments.size())));
        }
        return new ResourceArguments(wanted);
    }

    private static void addSlashed(
            String argument, Discovery discovery, Map<Kind<RawResource>, List<String>> wanted) {
        int slash = argument.indexOf('/');
        if (slash <= 0 || slash == argument.length() - 1) {
            throw new CommandException(
                    CommandException.USAGE, "\"" + argument + "\" (expected: KIND/NAME)");
        }
        wanted.computeIfAbsent(
                        discovery.named(argument.substring(0, slash)), kind -> new ArrayList<>())
                .add(argument.substring(slash + 1));
    }
}

package dev.slipway.node.process;

import dev.slipway.node.ContainerException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The name of an image, in one spelling: `docker.io/library/nginx` and `nginx` are `nginx:latest`.
record ImageReference(String text) {
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
                            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?");
    private static final int LENGTH_MAX = 512;

    static ImageReference parse(String text) {
        if (text.length() > LENGTH_MAX || !SYNTAX.matcher(text).matches()) {
            throw new ContainerException(
                    ContainerException.Reason.INVALID_IMAGE_NAME,
                    "`"
                            + text
                            + "` is not an image reference. It should look like `shop:v1` or"
                            + " `registry.example.com/team/shop:v1`, with the name in lower case.");
        }
        String name = text;
        for (String prefix : new String[] {"docker.io/", "library/"}) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        boolean tagged = name.indexOf('@') >= 0 || name.lastIndexOf(':') > name.lastIndexOf('/');
        return new ImageReference(tagged ? name : name + ":latest");
    }

    /// Nothing was imported for it: commands run on this machine as it is.
    boolean onHost() {
        return text.startsWith("host/");
    }

    /// A name for a file.
    String fileName() {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

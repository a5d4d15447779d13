package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection.Platform;

/// Paths of another machine, as words of its shell. Stateless.
record RemotePath(Platform platform) {
    /// The folder that a path is in.
    static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// One word, of which only a leading `~` means more than itself: the user's folder.
    String quoted(String path) {
        if (platform == Platform.WINDOWS) {
            return "\"" + path.replace("\"", "") + "\"";
        }
        if (path.equals("~") || path.startsWith("~/")) {
            return "~" + (path.length() < 3 ? "" : "/" + word(path.substring(2)));
        }
        return word(path.startsWith("-") ? "./" + path : path);
    }

    private static String word(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// A command that runs the script at a path.
    String command(String path) {
        return quoted(path);
    }

    /// A command that removes a file.
    String removal(String path) {
        return platform == Platform.WINDOWS
                ? "cmd /c del /q " + quoted(path.replace('/', '\\'))
                : "rm -f " + quoted(path);
    }
}

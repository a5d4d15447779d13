# Sourced by ./mvnw and ./slipway: sets JAVA_HOME to a JDK of at least the version Slipway needs.
# Looks at JAVA_HOME, at the java and javac on the PATH, and where systems and version managers keep JDKs.

slipway_jdk_min=25

# Prints the feature version of the JDK in folder $1, or nothing if there is none with a compiler.
jdk_feature_version() {
    [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
    printf '%s\n' "${SLIPWAY_JAVA_HOME:-}" "${JAVA_HOME:-}"
    if command -v javac >/dev/null 2>&1; then
        dirname "$(dirname "$(readlink -f "$(command -v javac)" 2>/dev/null || command -v javac)")"
    fi
    for folder in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        printf '%s\n' "$folder"
    done
}

find_jdk() {
    newest_seen=""
    while IFS= read -r candidate; do
        [ -n "$candidate" ] || continue
        version=$(jdk_feature_version "$candidate")
        [ -n "$version" ] || continue
        if [ "$version" -ge "$slipway_jdk_min" ]; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
        [ -n "$newest_seen" ] || newest_seen="JDK $version in $candidate"
    done <<LIST
$(jdk_candidates)
LIST
    echo "slipway: no JDK $slipway_jdk_min or newer found (found: ${newest_seen:-no JDK at all})." >&2
    echo "Install one, for example from https://adoptium.net, or set JAVA_HOME to its folder." >&2
    return 1
}

package dev.slipway.schema.generator;

/// A group and a version of it, as in `apiVersion`.
record GroupVersion(String group, String version) implements Comparable<GroupVersion> {
    static GroupVersion parse(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return new GroupVersion(
                slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }

    @Override
    public int compareTo(GroupVersion other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}

package dev.slipway.model;

/// Any object of the API, read into a record of the fields its reader uses.
public interface Resource {
    ObjectMeta metadata();

    default ObjectKey key() {
        return metadata().key();
    }
}

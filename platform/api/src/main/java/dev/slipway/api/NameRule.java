package dev.slipway.api;

import dev.slipway.model.Names;
import java.util.List;

/// What the names of a kind's objects may look like.
public enum NameRule {
    /// Parts of letters, digits and `-`, joined by dots.
    SUBDOMAIN,
    /// Letters, digits and `-`.
    LABEL,
    /// A label that starts with a letter.
    SERVICE,
    /// Anything that can be a segment of a path.
    PATH_SEGMENT;

    void check(String field, String name, Problems problems) {
        List<String> faults =
                switch (this) {
                    case SUBDOMAIN -> Names.subdomainFaults(name);
                    case LABEL -> Names.labelFaults(name);
                    case SERVICE -> Names.label1035Faults(name);
                    case PATH_SEGMENT -> Names.pathSegmentFaults(name);
                };
        problems.invalidAll(field, name, faults);
    }
}

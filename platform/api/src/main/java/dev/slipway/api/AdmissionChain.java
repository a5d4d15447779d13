package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The admissions every write passes, in the order in which they were added. Thread-safe.
public final class AdmissionChain implements Admission {
    private final List<Admission> admissions = new CopyOnWriteArrayList<>();

    public void add(Admission admission) {
        admissions.add(requireNonNull(admission, "admission"));
    }

    boolean isEmpty() {
        return admissions.isEmpty();
    }

    @Override
    public void mutate(AdmissionRequest request) {
        for (Admission admission : admissions) {
            admission.mutate(request);
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        for (Admission admission : admissions) {
            admission.validate(request);
        }
    }
}

package dev.slipway.workloads;

/// How many replicas a figure asks for: the present number times figure over target, unless the two
/// are close. With figures missing the answer is the cautious one.
final class ReplicaProposal {
    private ReplicaProposal() {}

    /// @param up how far above the target is still close, such as 0.1; `down`: how far below
    record Tolerance(double up, double down) {
        boolean isClose(double ratio) {
            return ratio <= 1 + up && ratio >= 1 - down;
        }
    }

    /// By the average of a figure of each pod.
    ///
    /// @param assumed what a pod without a figure is assumed to have if fewer pods would be needed
    static int byPods(
            int current, PodFigures figures, double target, double assumed, Tolerance tolerance) {
        double ratio = figures.average() / target;
        boolean growing = ratio > 1;
        int idle = growing ? figures.unready() + figures.missing() : 0;
        int busy = growing ? 0 : figures.missing();
        if (idle == 0 && busy == 0) {
            return tolerance.isClose(ratio) ? current : rounded(ratio * figures.measured().size());
        }
        int counted = figures.measured().size() + idle + busy;
        double cautious = (figures.sum() + busy * assumed) / counted / target;
        boolean turned = growing ? cautious < 1 : cautious > 1;
        if (turned || tolerance.isClose(cautious)) {
            return current;
        }
        int proposed = rounded(cautious * counted);
        boolean contrary = growing ? proposed < current : proposed > current;
        return contrary ? current : proposed;
    }

    /// By a figure that stands for all pods together.
    static int byValue(
            int current, int readyPods, double value, double target, Tolerance tolerance) {
        double ratio = value / target;
        if (current == 0) {
            return rounded(ratio);
        }
        return tolerance.isClose(ratio) ? current : rounded(ratio * readyPods);
    }

    /// By a figure that is to be shared among the pods.
    static int byShare(int current, double value, double targetEach, Tolerance tolerance) {
        boolean close = current > 0 && tolerance.isClose(value / (targetEach * current));
        return close ? current : rounded(value / targetEach);
    }

    private static int rounded(double replicas) {
        // What floating point adds to a whole number is no reason for another pod.
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(replicas - 1e-9));
    }
}

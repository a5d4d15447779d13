package dev.slipway.promql;

/// A function of the samples in a window, such as `rate`: called once for each series and step with
/// at least one sample, and answers through [RangeCall#emit], or not at all.
interface RangeFunction {
    void evaluate(Window window, RangeCall call);
}

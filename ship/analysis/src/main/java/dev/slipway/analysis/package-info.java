/// Measurements that decide: AnalysisTemplates become AnalysisRuns, which ask their providers.
@NullMarked
package dev.slipway.analysis;

import org.jspecify.annotations.NullMarked;

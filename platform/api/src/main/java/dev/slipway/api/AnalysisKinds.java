package dev.slipway.api;

import java.util.List;

/// What is measured to decide on releases.
final class AnalysisKinds {
    private static final String ARGO = "argoproj.io/v1alpha1";

    private AnalysisKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced(ARGO, "AnalysisTemplate", "analysistemplates")
                        .shortNames("at")
                        .withGeneration()
                        .rules(new AnalysisTemplateRules())
                        .build(),
                KindDefinition.clusterWide(
                                ARGO, "ClusterAnalysisTemplate", "clusteranalysistemplates")
                        .shortNames("cat")
                        .withGeneration()
                        .rules(new AnalysisTemplateRules())
                        .build(),
                KindDefinition.namespaced(ARGO, "AnalysisRun", "analysisruns")
                        .columns(columns("How the measurements look."))
                        .shortNames("ar")
                        .withStatus()
                        .withGeneration()
                        .rules(new AnalysisRunRules())
                        .build(),
                KindDefinition.namespaced(ARGO, "Experiment", "experiments")
                        .columns(columns("How the experiment does."))
                        .shortNames("exp")
                        .withStatus()
                        .withGeneration()
                        .rules(new ExperimentRules())
                        .build());
    }

    private static List<Column> columns(String status) {
        return List.of(
                Columns.NAME,
                Columns.text("Status", status, Columns.textAt("/status/phase")),
                Columns.AGE);
    }
}

internal import Diagnostics
internal import Events
internal import Formats
internal import ProjectGraph
internal import ProjectModel

/// Checks what a project says to the semantic layer, once its references are resolved.
///
/// Source: dbt-core 1.11, dbt/contracts/graph/semantic_manifest.py, and the rules of dbt-semantic-interfaces 0.9.
struct SemanticLayerCheck {
    let manifest: Manifest
    let settings: Settings
    let log: EventLog

    /// In the order in which dbt applies them.
    private static let rules: [SemanticRule] = [
        MeasureRules.percentiles, MetricRules.derived, MeasureRules.counts, MeasureRules.uniqueNames,
        ValidityRules.windows, ElementRules.consistentDimensions, ElementRules.consistentElements,
        ElementRules.naturalEntities, MetricRules.measureAliases, MetricRules.measuresExist, MetricRules.cumulative,
        NameRules.names, MeasureRules.timeDimensions, NameRules.reservedWords, MeasureRules.nonAdditiveDimensions,
        ElementRules.defaults, ElementRules.primaryEntities, ElementRules.primaryEntityDimensionPairs,
        FilterRules.filters, SavedQueryRules.savedQueries, LabelRules.metrics, LabelRules.models,
        LabelRules.entities, ConversionRules.conversions, TimeSpineRules.timeSpines,
    ]

    /// Tells everything that is wrong.
    /// - Throws: when something of it is an error.
    func run() throws(Diagnostic) {
        let layer = SemanticLayer(manifest)
        // Without one of the two there is nothing to query.
        guard !layer.models.isEmpty, !layer.metrics.isEmpty else { return }
        try manifest.requireTimeSpine()
        var issues = Self.rules.flatMap { $0(layer) }
        issues += try oldParameters(layer)
        try tellOfLegacyTimeSpine(layer)
        for issue in issues where issue.isWarning {
            log.fire(.semanticValidationFailure(issue.message, isError: false))
        }
        let errors = issues.filter { !$0.isWarning }
        for issue in errors { log.fire(.semanticValidationFailure(issue.message, isError: true)) }
        guard !errors.isEmpty else { return }
        throw Diagnostic(.semanticLayerInvalid, "Semantic Manifest validation failed.", family: .parsing)
    }

    /// Parameters of cumulative metrics where they stood once.
    private func oldParameters(_ layer: SemanticLayer) throws(Diagnostic) -> [SemanticIssue] {
        let names = layer.metrics.filter { $0.oldWindow != nil || $0.oldGrainToDate != nil }.map(\.name)
        guard !names.isEmpty else { return [] }
        guard settings.behavior("require_nested_cumulative_type_params", default: false) else {
            try log.deprecate(.cumulativeTypeParameters)
            return []
        }
        return [
            .error(
                "Cumulative fields `type_params.window` and `type_params.grain_to_date` should be nested under `type_params.cumulative_type_params.window` and `type_params.cumulative_type_params.grain_to_date`. Invalid metrics: \(names.joined(separator: ", ")). See documentation on behavior changes: https://docs.getdbt.com/reference/global-configs/behavior-changes."
            )
        ]
    }

    private func tellOfLegacyTimeSpine(_ layer: SemanticLayer) throws(Diagnostic) {
        guard let model = manifest.legacyTimeSpine, model.model?.timeSpine.isNull ?? true,
            !layer.timeSpines.contains(where: { $0.granularity == .day }),
            !settings.behavior("require_yaml_configuration_for_mf_time_spines", default: false)
        else { return }
        try log.deprecate(.timeSpineWithoutProperties)
    }
}

extension Diagnostic.Code {
    /// The rules of the semantic layer do not hold; each is told before.
    static let semanticLayerInvalid = Self(rawValue: "semantic-layer-invalid")
}

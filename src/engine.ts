// Holdfast as a library: load, plan, apply, drill, report, as the command line does them, but without a process, a
// console or a prompt. Clocks, streams and places are arguments; expected failures are diagnostics.
//
//   const simulator = Simulator.inMemory();
//   const drill = async (request) => runNamedDrill(simulator, request);
//   const provider = makeProvider(async () => simulator.backend, { writeBackup: async () => {}, drill });
//   const { stacks } = await loadConfiguration({ path, reader: NODE_READER, schema: providerSchema,
//     functions: providerFunctions });
//   const { plan } = await makePlan({ configuration: stacks[0], variables: {}, state, provider, readRemoteState });
//
// Configurations that call file(), plantimestamp() and the like need `outside` as well, in loading, plan and apply.

// Apply: carries a plan out and decides nothing.
export {
  type ApplyEvent,
  type ApplyRequest,
  type ApplyResult,
  applyPlan,
} from "./apply/apply-plan.js";
// Compare: how two stacks are declared and survive otherwise.
export {
  type ComparedStack,
  type CompareRequest,
  compareStacks,
} from "./compare/compare-stacks.js";
// Survival of plans: which workloads they cost, and whether every step on the way is safe.
export { assessPlans, type PlansOnEstate, predictPlans } from "./drill/assess-plans.js";
// Drill: what survives a scenario, observed and predicted, and why; which hosts would come through a power cut, and
// which may be rebooted.
export { type Explanation, explain } from "./drill/explain.js";
export { loadScenario, resolveDocument } from "./drill/load-scenario.js";
export { type Prediction, predict } from "./drill/predict.js";
export { assessReadiness } from "./drill/readiness.js";
export {
  builtInScenario,
  defaultScenario,
  type ResolvedScenario,
} from "./drill/resolve-scenario.js";
export { type DrillRequest, runDrill } from "./drill/run-drill.js";
export { type NamedDrill, runNamedDrill } from "./drill/run-named-drill.js";
export { forecastReboot, type RebootRequest } from "./drill/run-reboot.js";
export type { Scenario, ScenarioDocument } from "./drill/scenario.js";
// What functions of a configuration ask of the world outside it.
export type { Files, Moment, Outside } from "./language/outside.js";
// Load: the output of a program, or Terraform JSON as it is, becomes configurations.
export {
  type AssignedVariables,
  assignVariables,
  type VariableSources,
} from "./load/assign-variables.js";
export type { Configuration } from "./load/configuration.js";
export {
  type LoadedConfiguration,
  type LoadInput,
  loadConfiguration,
  type StackConfiguration,
} from "./load/load-configuration.js";
export { nodeFiles } from "./load/node-files.js";
export { type FileReader, NODE_READER } from "./load/source-file.js";
// Plan: what would be done, and why; plain data that survives JSON.
export type { Diagnostic } from "./model/diagnostic.js";
export { hasErrors } from "./model/diagnostic.js";
export type { Change, Plan } from "./model/plan.js";
export type { Preview } from "./model/preview.js";
// The Terraform provider, and the simulated vSphere behind it.
export type { Provider } from "./model/provider.js";
// State: where it is kept, and what it is.
export { emptyState, type State, type StateInstance } from "./model/state.js";
export type { DrillResult, SurvivalAssessment, Verdict, WorkloadResult } from "./model/survival.js";
export type { ObjectValue, Value } from "./model/value.js";
export { inWorkspace } from "./model/workspace.js";
export {
  makePlan,
  type PlanOptions,
  type PlanRequest,
  type PlanResult,
  type ReadRemoteState,
  type VariableValues,
} from "./plan/make-plan.js";
export { planToJson } from "./plan/plan-json.js";
export {
  decodeSavedPlan,
  encodeSavedPlan,
  findPlanConflicts,
  makeSavedPlan,
  type SavedPlan,
} from "./plan/saved-plan.js";
export { stateToJson } from "./plan/state-json.js";
// Preview: what a pull request does to survival, from the plans of its base and of its head.
export { judgePreview, type PreviewRequest, type PreviewSide } from "./preview/judge-preview.js";
export type { Backend } from "./provider/backend.js";
export {
  findMissingReferences,
  type PlannedReferences,
} from "./provider/find-missing-references.js";
export { providerFunctions } from "./provider/functions/provider-functions.js";
export { makeProvider, type ProviderPorts } from "./provider/make-provider.js";
export { makeBackupWriter } from "./provider/write-backup.js";
// Report: all of it as text.
export { diagnosticsReport } from "./report/diagnostics-report.js";
export { drillReport } from "./report/drill-report.js";
export { explainReport } from "./report/explain-report.js";
export { planReport } from "./report/plan-report.js";
export { survivalReport } from "./report/survival-report.js";
export { type Line, renderLines } from "./report/text.js";
export { providerSchema } from "./schema/resource-schemas.js";
export { Simulator, type SimulatorOptions } from "./simulator/simulator.js";
export { createLocalStateStore, type LocalStateOptions } from "./state/local-state-store.js";
export { createMemoryStateStore } from "./state/memory-state-store.js";
export type { LockHolder, StateStore } from "./state/state-store.js";
export type { Estate } from "./vsphere/estate.js";

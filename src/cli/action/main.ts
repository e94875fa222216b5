// The action: one step of a workflow, as the runner starts it (action.yml). Bundled into action/index.mjs, which is what a
// repository that uses it gets; no installation comes before it.

import { VERSION } from "../../schema/generated/version.js";
import { describeFailure } from "../describe-failure.js";
import { networkOf } from "../network.js";
import { evaluateStage, type Stage } from "./evaluate-stage.js";
import { readEvent } from "./event.js";
import { readInputs } from "./inputs.js";
import { postStage } from "./post-stage.js";
import { refuseUnsafe } from "./refuse-unsafe.js";
import { openRunner, type Runner } from "./runner.js";

const { env, stdout } = process;
const runner = openRunner(env, (text) => {
  stdout.write(text);
});
process.exitCode = await runAction(runner);

async function runAction(runner: Runner): Promise<number> {
  try {
    const inputs = readInputs(env);
    if (inputs.token !== undefined) runner.hide(inputs.token);
    if (inputs.commentKey !== undefined) runner.hide(inputs.commentKey);
    const event = readEvent(env);
    const stage: Stage = { inputs, event, env, runner };
    refuseUnsafe(inputs, event, env);
    if (inputs.stage === "evaluate") return await evaluateStage(stage);
    const network = networkOf(new AbortController().signal, () => new Date());
    return await postStage(stage, network);
  } catch (error) {
    for (const diagnostic of describeFailure(error, VERSION).diagnostics) {
      runner.sayDiagnostic(diagnostic);
    }
    return 1;
  }
}

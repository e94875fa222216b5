// The simulated vSphere of commands that work on no stack: drills, explanations, hands on the simulator.

import { resolve } from "node:path";
import { hasErrors } from "../model/diagnostic.js";
import type { GivenOptions } from "./given-options.js";
import { loadPlaces } from "./load-stacks.js";
import { declaredEstate } from "./open-stacks.js";
import { findProjectFolder } from "./project.js";
import { readVariables } from "./read-variables.js";
import type { Session } from "./session.js";
import { estatePath } from "./simulated-estate.js";
import { UsageError } from "./usage-error.js";

/** Absolute path. The provider block is asked only where it could decide. */
export async function chooseEstate(session: Session, options: GivenOptions): Promise<string> {
  const { cwd } = session.terminal;
  if (session.simulator !== undefined) return resolve(cwd, session.simulator);
  if (options.text("config") === undefined && findProjectFolder(cwd) === undefined) {
    return estatePath(session, { root: cwd, declared: undefined });
  }
  const loaded = await loadPlaces(session, options, "estate");
  const variables = readVariables(session, options, loaded.stacks);
  const files = loaded.stacks.map((stack, i) => {
    const values = hasErrors(variables.diagnostics) ? {} : (variables.values[i] ?? {});
    const declared = declaredEstate(stack, values);
    return estatePath(session, { root: loaded.root, declared });
  });
  const [first, ...others] = new Set(files);
  if (others.length > 0) {
    throw new UsageError("The stacks are on different simulated vSpheres; name one with --stack.");
  }
  return first ?? estatePath(session, { root: loaded.root, declared: undefined });
}

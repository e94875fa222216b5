// The simulated vSpheres that the stacks of a preview are on. Nothing of one touches another, so that each is judged with
// the plans of its own stacks.

import type { Simulator } from "../simulator/simulator.js";
import type { EvaluatedSide } from "./evaluate-side.js";
import type { GivenOptions } from "./given-options.js";
import { type SharedSnapshots, vsphereName } from "./shared-estates.js";

export interface PreviewVsphere {
  /** As stacks name it. */
  readonly name: string;
  /** To be looked at only, and to be closed by whoever shares it. */
  readonly live: Simulator;
  /** With the plans of the stacks that are on it alone. */
  readonly base: EvaluatedSide | undefined;
  readonly head: EvaluatedSide;
}

export interface VsphereRequest {
  readonly options: GivenOptions;
  readonly estates: SharedSnapshots;
  /** Absolute folder of the project. */
  readonly root: string;
  /** Absolute path of the vSphere where no stack says otherwise. */
  readonly preset: string;
  readonly base: EvaluatedSide | undefined;
  readonly head: EvaluatedSide;
}

/** In the order of their names; one at least. */
export async function vspheresOf(request: VsphereRequest): Promise<readonly PreviewVsphere[]> {
  const { options, estates, root, preset, base, head } = request;
  const all = [head, base].flatMap((side) => side?.estateFiles ?? []);
  const files = new Map<string, string>();
  for (const file of (all.length === 0 ? [preset] : [...all]).sort()) {
    if (!files.has(estates.sourceOf(file))) files.set(estates.sourceOf(file), file);
  }
  return await Promise.all(
    [...files].map(async ([source, file]) => {
      const here = (side: EvaluatedSide) =>
        files.size === 1
          ? side
          : onlyOn(side, options, (other) => estates.sourceOf(other) === source);
      return {
        name: vsphereName(file, root),
        live: await estates.estate(file),
        base: base === undefined ? undefined : here(base),
        head: here(head),
      };
    }),
  );
}

/** Of the stacks that were chosen, in the order of the program, which is that of their files. */
function onlyOn(
  side: EvaluatedSide,
  options: GivenOptions,
  isHere: (file: string) => boolean,
): EvaluatedSide {
  const chosen = options.list("stack");
  const names = (side.stacks ?? []).filter((name) => chosen.length === 0 || chosen.includes(name));
  const here = new Set(names.filter((_, i) => isHere(side.estateFiles[i] ?? "")));
  return { ...side, plans: side.plans.filter(({ stack }) => here.has(stack)) };
}

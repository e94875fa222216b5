// Carries out steps in their order, a bounded number at a time. A step that fails keeps back only what waits
// for it; when asked to stop, what is under way is finished and nothing more is started.

import type { Step } from "../plan/order-steps.js";

/** How a step ended. `blocked`: something it waits for was not done; `stopped`: it was not started. */
export type StepOutcome = "done" | "failed" | "blocked" | "stopped";

export interface StepRunner {
  /** Instantly done, without taking a place: gates, and objects that do not change. */
  readonly isInstant: (step: Step) => boolean;
  /** False if it failed. */
  readonly run: (step: Step) => Promise<boolean>;
  /** Asked before each start. */
  readonly isStopped: () => boolean;
  readonly onBlocked: (step: Step, by: Step | undefined) => void;
}

/** Returns when nothing is under way any more; the outcomes stand where the steps do. */
export async function runSteps(
  steps: readonly Step[],
  parallelism: number,
  runner: StepRunner,
): Promise<readonly StepOutcome[]> {
  const board = createBoard(steps, runner);
  const work = async (): Promise<void> => {
    for (let index = board.take(); index !== undefined; index = board.take()) {
      const step = steps[index];
      if (step === undefined) continue;
      board.settle(index, (await runner.run(step)) ? "done" : "failed");
      board.wake();
    }
  };
  await new Promise<void>((resolve, reject) => {
    let running = 0;
    let end: () => void = resolve;
    const done = (): void => {
      running--;
      if (running === 0) end();
    };
    const wake = (): void => {
      while (running < parallelism && board.hasWork()) {
        running++;
        work().then(done, (error: unknown) => {
          end = () => reject(error);
          done();
        });
      }
      if (running === 0) resolve();
    };
    board.wake = wake;
    wake();
  });
  return board.outcomes;
}

interface Board {
  readonly outcomes: StepOutcome[];
  hasWork(): boolean;
  /** A step that may start now; undefined if there is none at the moment. */
  take(): number | undefined;
  settle(index: number, outcome: StepOutcome): void;
  /** Lets idle workers look for what has become startable. */
  wake: () => void;
}

function createBoard(steps: readonly Step[], runner: StepRunner): Board {
  const outcomes = new Array<StepOutcome>(steps.length).fill("stopped");
  const causes = new Array<Step | undefined>(steps.length);
  const waiting = steps.map((step) => step.after.length);
  const followers = followersOf(steps);
  const ready = [...steps.keys()].filter((index) => waiting[index] === 0);
  const startable: number[] = [];
  let seen = 0;
  let taken = 0;

  const settle = (index: number, outcome: StepOutcome): void => {
    outcomes[index] = outcome;
    for (const follower of followers[index] ?? []) {
      const left = (waiting[follower] ?? 0) - 1;
      waiting[follower] = left;
      if (left === 0) ready.push(follower);
    }
  };
  const block = (index: number, step: Step, blocker: number): void => {
    const cause = causes[blocker] ?? steps[blocker];
    const isStopped = outcomes[blocker] === "stopped";
    causes[index] = cause;
    if (!isStopped) runner.onBlocked(step, cause);
    settle(index, isStopped ? "stopped" : "blocked");
  };
  /** Sorts what has become ready into what is settled without work and what may start. */
  const sift = (): void => {
    for (; seen < ready.length; seen++) {
      const index = ready[seen] ?? 0;
      const step = steps[index];
      if (step === undefined) continue;
      const blocker = step.after.find((before) => outcomes[before] !== "done");
      if (blocker !== undefined) block(index, step, blocker);
      else if (runner.isInstant(step)) settle(index, "done");
      else startable.push(index);
    }
  };
  const hasWork = (): boolean => {
    sift();
    while (runner.isStopped() && taken < startable.length) {
      settle(startable[taken++] ?? 0, "stopped");
      sift();
    }
    return taken < startable.length;
  };
  return {
    outcomes,
    hasWork,
    take: () => (hasWork() ? startable[taken++] : undefined),
    settle,
    wake: () => undefined,
  };
}

function followersOf(steps: readonly Step[]): readonly (readonly number[])[] {
  const followers: number[][] = steps.map(() => []);
  for (const [index, { after }] of steps.entries()) {
    for (const before of after) followers[before]?.push(index);
  }
  return followers;
}

// How an action speaks to the runner that started it: outputs and the step summary are files, messages are lines of its
// standard output that begin with two colons. Texts may be the pull request's: none can end its own field.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions

import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Environment } from "./inputs.js";

export interface Runner {
  setOutput(name: string, value: string | number): void;
  addSummary(markdown: string): void;
  say(sentence: string): void;
  sayDiagnostic(diagnostic: Diagnostic): void;
  /** Meanwhile lines that look like messages to the runner are none. */
  withoutCommands<T>(work: () => Promise<T>): Promise<T>;
  /** Covers a text in all that the job prints from here on. */
  hide(secret: string): void;
}

/** The runner drops a summary that is longer, whole. */
export const LONGEST_SUMMARY_BYTES = 1024 * 1024;

export function openRunner(env: Environment, write: (text: string) => void): Runner {
  const append = (path: string | undefined, text: string) => {
    if (path !== undefined && path !== "") appendFileSync(path, text);
  };
  return {
    setOutput(name, value) {
      const end = `end-${randomUUID()}`;
      append(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
    },
    addSummary: (markdown) => append(env.GITHUB_STEP_SUMMARY, `${markdown}\n`),
    say: (sentence) => write(`${escapeData(sentence)}\n`),
    sayDiagnostic({ severity, summary, detail }) {
      const command = severity === "error" ? "error" : "warning";
      write(`::${command} title=${escapeProperty(summary)}::${escapeData(detail)}\n`);
    },
    async withoutCommands(work) {
      const token = randomUUID();
      write(`::stop-commands::${token}\n`);
      try {
        return await work();
      } finally {
        write(`\n::${token}::\n`);
      }
    },
    hide: (secret) => write(`::add-mask::${escapeData(secret)}\n`),
  };
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

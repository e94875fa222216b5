// Where a command writes and whom it can ask: streams, their width, whether they show colour. This is the edge
// to the process; everything else in cli/ is handed a Terminal.

import { createInterface } from "node:readline/promises";

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Data: what was asked for. */
  readonly out: Output;
  /** Messages: everything else. */
  readonly err: Output;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  /** One line from the person, without its line feed. Only if interactive; undefined at the end of input. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  /** Columns to write in. */
  readonly width: number;
  /** Whether something could not be written. That a reader went away is no failure. */
  hasFailed(): boolean;
}

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly errored?: (Error & { readonly code?: string }) | null;
}

export interface TerminalOptions {
  readonly env: Terminal["env"];
  /** `--no-color` was given. */
  readonly noColor: boolean;
}

const DEFAULT_WIDTH = 80;
const WIDTHS = { least: 40, most: 120 } as const;

export function openTerminal({ env, noColor }: TerminalOptions): Terminal {
  const { stdin, stdout, stderr } = process;
  const output = (stream: Stream): Output => ({
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true && env.TERM !== "dumb",
    colour: showsColour(stream, { env, noColor }),
    width: widthOf(stream, env),
    hasFailed: () => stream.errored != null && stream.errored.code !== "EPIPE",
  });
  return {
    env,
    cwd: process.cwd(),
    out: output(stdout),
    err: output(stderr),
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    ask: (question, signal) => askOnce(question, signal),
  };
}

/** The flag wins over FORCE_COLOR, that over NO_COLOR (no-color.org), that over what the terminal can do. */
export function showsColour(
  stream: Pick<Stream, "isTTY">,
  { env, noColor }: TerminalOptions,
): boolean {
  if (noColor) return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  return stream.isTTY === true && env.TERM !== "dumb";
}

function widthOf(stream: Stream, env: Terminal["env"]): number {
  const columns = stream.columns ?? Number(env.COLUMNS ?? DEFAULT_WIDTH);
  if (!Number.isInteger(columns) || columns <= 0) return DEFAULT_WIDTH;
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, columns));
}

/** Not a line editor, so that Ctrl-C stays the signal it is. */
async function askOnce(question: string, signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: false,
  });
  try {
    const closed = new Promise<undefined>((resolve) =>
      lines.once("close", () => resolve(undefined)),
    );
    return await Promise.race([lines.question(question, { signal }), closed]);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    lines.close();
  }
}

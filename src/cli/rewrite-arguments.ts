// Terraform's spelling of options has one dash (`-out=FILE`, `-auto-approve`). It is rewritten to two before
// anything is parsed, so that both work and there is one parser.

export interface KnownOptions {
  /** Long names, without dashes, of options that take a value. */
  readonly valued: ReadonlySet<string>;
  /** Of those that take none. */
  readonly flags: ReadonlySet<string>;
}

/** What follows `--`, or the host of `simulator esxcli`, is left alone. */
export function rewriteArguments(
  args: readonly string[],
  { valued, flags }: KnownOptions,
): readonly string[] {
  const rewritten: string[] = [];
  const end = endOfOwnArguments(args, valued);
  for (let i = 0; i < end; i++) {
    const arg = args[i] ?? "";
    const option = /^--?([a-z][a-z-]+)(?:=(.*))?$/s.exec(arg);
    if (option === null || isShort(arg)) {
      rewritten.push(arg);
      continue;
    }
    const [, name = "", value] = option;
    if (flags.has(name) && value !== undefined) rewritten.push(...flagWithValue(name, value));
    else rewritten.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    if (value === undefined && valued.has(name) && i + 1 < end) rewritten.push(args[++i] ?? "");
  }
  const rest = args.slice(end);
  return rest.length > 0 && rest[0] !== "--"
    ? [...rewritten, "--", ...rest]
    : [...rewritten, ...rest];
}

/** `-h` and `-V` stay; one dash and more letters is Terraform's. */
function isShort(arg: string): boolean {
  return /^-[a-zA-Z]$/.test(arg);
}

/** `-json=true` is `--json`, `-json=false` is nothing; anything else is refused by the parser. */
function flagWithValue(name: string, value: string): readonly string[] {
  if (value === "true") return [`--${name}`];
  return value === "false" ? [] : [`--${name}=${value}`];
}

/** Index of what belongs to somebody else: after `--`, or after the host of `simulator esxcli HOST …`. */
function endOfOwnArguments(args: readonly string[], valued: ReadonlySet<string>): number {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") return i;
    if (arg.startsWith("-")) {
      if (!arg.includes("=") && valued.has(arg.replace(/^--?/, ""))) i++;
      continue;
    }
    words.push(arg);
    if (words.length === 3 && words[0] === "simulator" && words[1] === "esxcli") return i + 1;
  }
  return args.length;
}

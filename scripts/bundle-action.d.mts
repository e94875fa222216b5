/** Text of action/index.mjs. */
export function bundleAction(): Promise<string>;

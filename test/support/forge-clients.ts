// Forges opened on a local server, with a clock that does not wait.

import type { ForgeAddress, Network } from "../../src/forge/forge.js";
import { type ForgeName, openForge } from "../../src/forge/open-forge.js";
import { type ForgeServer, REPOSITORY, TOKEN } from "./forge-server.js";

export const NOW = Date.UTC(2026, 0, 1);

/** `waits` gets the seconds that were waited. */
export function testNetwork(waits: number[] = []): Network {
  return {
    fetch,
    now: () => NOW,
    sleep: async (milliseconds) => {
      waits.push(milliseconds / 1000);
    },
    signal: new AbortController().signal,
  };
}

export function addressOn(server: ForgeServer): ForgeAddress {
  return { api: server.api, repository: REPOSITORY, pullRequest: 7, token: TOKEN };
}

export function openOn(
  name: ForgeName,
  server: ForgeServer,
  options: Partial<ForgeAddress> = {},
  waits: number[] = [],
) {
  return openForge(name, { ...addressOn(server), ...options }, testNetwork(waits));
}

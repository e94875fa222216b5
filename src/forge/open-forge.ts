// The adapter for a forge by its name.

import type { Forge, ForgeAddress, Network } from "./forge.js";
import { openGitea } from "./gitea.js";
import { openGitHub } from "./github.js";
import { openGitLab } from "./gitlab.js";

/** `gitea` is Forgejo too. */
export const FORGE_NAMES = ["github", "gitlab", "gitea"] as const;

export type ForgeName = (typeof FORGE_NAMES)[number];

const OPEN: Readonly<Record<ForgeName, (address: ForgeAddress, network: Network) => Forge>> = {
  github: openGitHub,
  gitlab: openGitLab,
  gitea: openGitea,
};

export function openForge(name: ForgeName, address: ForgeAddress, network: Network): Forge {
  return OPEN[name](address, network);
}

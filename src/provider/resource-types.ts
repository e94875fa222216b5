// The resource types of the provider, by Terraform name.

import type { ResourceType } from "./resource-type.js";
import { cluster } from "./resources/cluster.js";
import { defaultKeyProvider } from "./resources/default-key-provider.js";
import { host } from "./resources/host.js";
import { keyServer } from "./resources/key-server.js";
import { nativeKeyProvider } from "./resources/native-key-provider.js";
import { networkPath } from "./resources/network-path.js";
import { standardKeyProvider } from "./resources/standard-key-provider.js";
import { survivalFloor } from "./resources/survival-floor.js";
import { trustAuthority } from "./resources/trust-authority.js";
import { trustedKeyProvider } from "./resources/trusted-key-provider.js";
import { vcenter } from "./resources/vcenter.js";
import { virtualMachine } from "./resources/virtual-machine.js";
import { vsanEncryption } from "./resources/vsan-encryption.js";
import { waiver } from "./resources/waiver.js";

const all: readonly ResourceType[] = [
  cluster,
  defaultKeyProvider,
  host,
  keyServer,
  nativeKeyProvider,
  networkPath,
  standardKeyProvider,
  survivalFloor,
  trustAuthority,
  trustedKeyProvider,
  vcenter,
  virtualMachine,
  waiver,
  vsanEncryption,
];

export const resourceTypesByName: ReadonlyMap<string, ResourceType> = new Map(
  all.map((resource) => [resource.type, resource]),
);

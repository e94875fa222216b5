// Hosts that patterns rack side by side, all alike, and the machines that patterns add to their own cluster.

import type { Construct } from "constructs";
import type { Cluster } from "./cluster.js";
import { EsxiHost } from "./esxi-host.js";
import { defined, misuse } from "./props.js";
import type { Tpm } from "./tpm.js";
import { VirtualMachine, type VirtualMachineProps } from "./virtual-machine.js";

export interface EqualHostsProps {
  /** Names of its hosts. */
  readonly hostnames: readonly string[];
  /** ESXi release of its hosts, such as "8.0 U3". */
  readonly version: string;
  /**
   * The TPM 2.0 of its hosts.
   *
   * @default true
   */
  readonly tpm?: boolean | Tpm;
  /**
   * Whether physical access to its hosts is controlled.
   *
   * @default - not said
   */
  readonly physicalSecurity?: "controlled" | "uncontrolled";
  /**
   * Where the recovery keys of its hosts' encrypted configurations are kept, off the hosts.
   *
   * @default - nowhere
   */
  readonly recoveryKeyLocation?: string;
}

/** Each becomes a construct below `pattern` with its name as id. */
export function addHosts(
  pattern: Construct,
  cluster: Cluster,
  props: EqualHostsProps,
): readonly EsxiHost[] {
  const { hostnames, version, tpm = true, physicalSecurity, recoveryKeyLocation } = props;
  return hostnames.map(
    (hostname) =>
      new EsxiHost(pattern, hostname, {
        cluster,
        version,
        tpm,
        ...defined({ physicalSecurity, recoveryKeyLocation }),
      }),
  );
}

/** Each becomes a construct of its own, and the construct tree would only say that an id is taken. */
export function checkHostnames(pattern: Construct, hostnames: readonly string[]): void {
  if (hostnames.length === 0) {
    const advice = 'Name at least one host, as in hostnames: ["esx01"].';
    throw misuse(
      pattern,
      `hostnames is empty, so that nothing could run at this ${noun(pattern)}. ${advice}`,
    );
  }
  const repeated = hostnames.find((name, i) => hostnames.indexOf(name) !== i);
  if (repeated === undefined) return;
  throw misuse(pattern, `hostnames lists "${repeated}" twice. Name each host once.`);
}

/** Hosts and machines share the ids of a pattern; and a machine that is added to it cannot run elsewhere. */
export function addMachine(
  pattern: Construct & { readonly cluster: Cluster },
  id: string,
  props: Omit<VirtualMachineProps, "cluster">,
): VirtualMachine {
  const taken = pattern.node.tryFindChild(id);
  if (taken !== undefined) {
    throw misuse(
      pattern,
      `The id "${id}" is taken by ${taken.node.path}. Give the machine another id; its name may be this one still: ` +
        `addVirtualMachine("…", { name: "${id}" }).`,
    );
  }
  if ("cluster" in props) {
    throw misuse(
      pattern,
      `The machine ${id} runs in the cluster of this ${noun(pattern)}, so it takes no cluster. Declare a VirtualMachine ` +
        "for another one.",
    );
  }
  return new VirtualMachine(pattern, id, { ...props, cluster: pattern.cluster });
}

function noun(pattern: Construct): string {
  return "site" in pattern ? "site" : "pattern";
}

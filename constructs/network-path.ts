// Whether the firewalls let one kind of machine at one site reach a port at another. A path that is not
// declared is open.

import { Construct } from "constructs";
import { KMIP_PORT } from "../src/vsphere/defaults.js";
import { NetworkPath as NetworkPathResource } from "./generated/network-path/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined } from "./props.js";
import type { ISite } from "./site.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";

export interface NetworkPathProps {
  /** Site the connection starts at. */
  readonly from: ISite;
  /** What opens the connection. */
  readonly fromRole: "vcenter" | "host";
  /** Site the connection goes to. */
  readonly to: ISite;
  /** Whether the connection is allowed. */
  readonly allowed: boolean;
  /**
   * TCP port.
   *
   * @default 5696
   */
  readonly port?: number;
}

const PROPS: PropNames<NetworkPathProps> = {
  from: "required",
  fromRole: "required",
  to: "required",
  allowed: "required",
  port: "optional",
};

export class NetworkPath extends Construct {
  constructor(scope: Construct, id: string, props: NetworkPathProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    const { from, fromRole, to, allowed, port } = props;
    new NetworkPathResource(this, PRIMARY_CHILD, {
      fromSite: from.siteName,
      fromRole,
      toSite: to.siteName,
      allowed,
      ...defined({ port }),
    });
    claimPath(this, "network", [from.siteName, fromRole, to.siteName, port ?? KMIP_PORT]);
  }
}

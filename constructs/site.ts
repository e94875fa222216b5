// A place: a data centre, a shop, a ship. Nothing of vSphere itself; it names where machines stand, so that
// a drill can cut places off from each other, and carries what its hosts have in common.

import { Construct, type IConstruct } from "constructs";
import { checkKeyPersistence, type KeyPersistence } from "./key-persistence.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName } from "./props.js";

/** Anything that names a place. */
export interface ISite extends IConstruct {
  readonly siteName: string;
  readonly keyPersistence?: KeyPersistence | undefined;
}

export interface SiteProps {
  /**
   * Name, as network paths, vCenters, key servers and hosts refer to it.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Key persistence of the hosts at this site, unless they or their cluster say otherwise.
   *
   * @default - off
   */
  readonly keyPersistence?: KeyPersistence;
}

const PROPS: PropNames<SiteProps> = {
  name: "optional",
  keyPersistence: "optional",
};

export class Site extends Construct implements ISite {
  readonly siteName: string;
  /** May be set until the program ends. */
  keyPersistence: KeyPersistence | undefined;

  constructor(scope: Construct, id: string, props: SiteProps = {}) {
    super(scope, id);
    checkProps(this, props, PROPS);
    checkKeyPersistence(this, props.keyPersistence);
    this.siteName = checkedName(this, props.name);
    this.keyPersistence = props.keyPersistence;
  }

  /** The nearest site that `construct` is declared in; undefined if it is in none. */
  static around(construct: IConstruct): Site | undefined {
    return construct.node.scopes.toReversed().find(isSite);
  }
}

/** Outside the class: bundled, one that names itself gets another name, which messages would tell. */
function isSite(scope: IConstruct): scope is Site {
  return scope instanceof Site;
}

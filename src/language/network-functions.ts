// cidrhost, cidrnetmask, cidrsubnet and cidrsubnets, exactly as Terraform 1.11 has them.

import { binaryOf } from "../model/big-float.js";
import { isNumber, type Value } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import {
  formatAddress,
  formatNetwork,
  type IpNetwork,
  isMapped,
  lowBits,
  maskOf,
  parseNetwork,
} from "./ip-network.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import type { TypedValue } from "./typed-value.js";
import { wholeNumber } from "./whole-number.js";

const PREFIX = { name: "prefix", type: "string" } as const;

export const cidrhost: FunctionSpec = {
  parameters: [PREFIX, { name: "hostnum", type: "number" }],
  resultType: () => "string",
  apply: ([prefix, hostnum]) => {
    const network = networkOf(prefix);
    const host = exactInteger(hostnum?.value ?? null);
    if ("summary" in network) return network;
    if (host === undefined) return refuseFraction("hostnum");
    const last = lowBits(network.bits - network.prefix);
    // Counted from the end if negative; compared as a signed number of 64 bits, as in Terraform.
    const distance = host < 0n ? -host - 1n : BigInt.asIntN(64, host);
    if (distance > last) {
      const detail = `A network of prefix length ${network.prefix} has no host of this number.`;
      return refuse(ERROR, detail);
    }
    const number = host < 0n ? last - distance : host;
    // Of an IPv4 address in IPv6 Terraform takes the front for the end.
    const shift = network.bits === 128 && isMapped(network.address) ? 96n : 0n;
    return textOf(formatIn(network, network.address | (number << shift)));
  },
};

export const cidrnetmask: FunctionSpec = {
  parameters: [PREFIX],
  resultType: () => "string",
  apply: ([prefix]) => {
    const network = networkOf(prefix);
    if ("summary" in network) return network;
    const { bits, prefix: length } = network;
    if (bits === 128 && !isMapped(network.address)) {
      return refuse(ERROR, "cidrnetmask() takes IPv4 networks: those of IPv6 have no netmask.");
    }
    return textOf(formatAddress(maskOf(length, bits), bits));
  },
};

export const cidrsubnet: FunctionSpec = {
  parameters: [PREFIX, { name: "newbits", type: "number" }, { name: "netnum", type: "number" }],
  resultType: () => "string",
  apply: ([prefix, newbits, netnum]) => {
    const network = networkOf(prefix);
    const more = wholeNumber(newbits?.value ?? null);
    const number = exactInteger(netnum?.value ?? null);
    if (more === undefined) return refuseFraction("newbits");
    if (number === undefined) return refuseFraction("netnum");
    if ("summary" in network) return network;
    const length = network.prefix + more;
    if (length > network.bits || length < 0) return refuseLength(network, more);
    const most = more < 0 || more > 63 ? lowBits(64) : lowBits(more);
    if (BigInt.asUintN(64, number < 0n ? -number : number) > most) {
      return refuse(ERROR, `${more} more bits do not hold a network of this number.`);
    }
    const address = network.address | (number << BigInt(network.bits - length));
    const text = formatIn(network, address, length);
    return textOf(text);
  },
};

export const cidrsubnets: FunctionSpec = {
  parameters: [PREFIX],
  rest: { name: "newbits", type: "number" },
  resultType: () => ["list", "string"],
  apply: ([prefix, ...lengths]) => {
    const network = networkOf(prefix);
    if ("summary" in network) return network;
    const { address, bits } = network;
    const end = address + lowBits(bits - network.prefix);
    if (lengths.length > 0 && (address === 0n || (bits === 128 && isMapped(address)))) {
      const detail =
        "cidrsubnets() divides neither a network that begins with address 0, nor an IPv4";
      return refuse(INVALID, `${detail} network in IPv6.`);
    }
    const subnets: string[] = [];
    let next = address;
    for (const { value } of lengths) {
      const more = wholeNumber(value);
      if (more === undefined) return refuseFraction("newbits");
      if (more < 1 || more > 32) {
        return refuse(INVALID, "cidrsubnets() extends a prefix by 1 to 32 bits.");
      }
      const length = network.prefix + more;
      if (length > bits) return refuseLength(network, more);
      const size = 1n << BigInt(bits - length);
      const start = ((next + size - 1n) / size) * size;
      if (start > end) {
        const detail = `There is no room left for a network of prefix length ${length}.`;
        return refuse(INVALID, detail);
      }
      subnets.push(formatNetwork({ address: start, bits, prefix: length }));
      next = start + size;
    }
    return { value: subnets, type: ["list", "string"] };
  },
};

function networkOf(prefix: TypedValue | undefined): IpNetwork | Refusal {
  const network = parseNetwork(String(prefix?.value));
  if (network !== undefined) return network;
  return refuse(ERROR, "This is no network. Write an address and a length, as in 10.1.0.0/16.");
}

/** As Terraform, which ORs numbers of any size: without a sign, and refused where it is too long. */
function formatIn(network: IpNetwork, number: bigint, prefix?: number): string | undefined {
  const address = number < 0n ? -number : number;
  if (address > lowBits(network.bits)) return undefined;
  if (prefix === undefined) return formatAddress(address, network.bits);
  return formatNetwork({ address, bits: network.bits, prefix });
}

function textOf(value: string | undefined): Outcome {
  if (value === undefined) return refuse(ERROR, "The number is too large for an address.");
  return { value, type: "string" };
}

function exactInteger(value: Value): bigint | undefined {
  if (!isNumber(value)) return undefined;
  const { mantissa, exponent } = binaryOf(value);
  return exponent < 0 ? undefined : mantissa << BigInt(exponent);
}

function refuseFraction(name: string): Refusal {
  return refuse(ERROR, `The "${name}" must be a whole number.`);
}

function refuseLength({ prefix, bits }: IpNetwork, more: number): Refusal {
  const detail = `A prefix length of ${prefix} cannot grow by ${more}: addresses have ${bits} bits.`;
  return refuse(ERROR, detail);
}

const ERROR = "Error in function call";
const INVALID = "Invalid function argument";

// Functions about releases of vSphere: which is later, and what a release can do.

import { suggestion } from "../../model/closest-name.js";
import type {
  FunctionFault,
  FunctionParameter,
  ProviderFunction,
} from "../../model/provider-function.js";
import type { Value } from "../../model/value.js";
import { FEATURES, type Feature, featureNamed, hasFeature } from "../../vsphere/features.js";
import { isAtLeast, parseVersion } from "../../vsphere/versions.js";

const VERSION: FunctionParameter = {
  name: "version",
  description: "A release of vSphere, such as 8.0, 8.0 U3 or 7.0 U3c.",
  type: "string",
};

const FEATURE: FunctionParameter = {
  name: "feature",
  description:
    "Name of a feature, such as key_persistence. An unknown one is refused with the names of all.",
  type: "string",
};

export const versionAtLeast: ProviderFunction = {
  signature: {
    summary: "Whether a release of vSphere is another one or later",
    description: "True if version is minimum or comes after it: 7.0 comes before 7.0 U1.",
    parameters: [VERSION, { ...VERSION, name: "minimum" }],
    return_type: "bool",
  },
  call: ([version, minimum]) => {
    const fault = wrongVersion(version, 0) ?? wrongVersion(minimum, 1);
    return fault ?? { value: isAtLeast(String(version), String(minimum)) };
  },
};

export const supports: ProviderFunction = {
  signature: {
    summary: "Whether a release of vSphere has a feature",
    description:
      "True from the release that brought the feature, until one that has it no more. Whether vCenter or ESXi has to " +
      "be of that release depends on the feature.",
    parameters: [VERSION, FEATURE],
    return_type: "bool",
  },
  call: ([version, name]) => {
    const fault = wrongVersion(version, 0);
    if (fault !== undefined) return fault;
    const feature = findFeature(name, 1);
    return "fault" in feature ? feature : { value: hasFeature(String(version), feature) };
  },
};

export const minimumVersion: ProviderFunction = {
  signature: {
    summary: "The first release of vSphere that has a feature",
    description: "The release that brought the feature, such as 7.0 U2 for key_persistence.",
    parameters: [FEATURE],
    return_type: "string",
  },
  call: ([name]) => {
    const feature = findFeature(name, 0);
    return "fault" in feature ? feature : { value: feature.minimum };
  },
};

function wrongVersion(version: Value | undefined, argument: number): FunctionFault | undefined {
  const text = String(version);
  if (parseVersion(text) !== undefined) return undefined;
  const fault = 'is not a release of vSphere. One is written as "8.0", "8.0 U3" or "7.0 U3c"';
  return { received: text, fault, argument };
}

function findFeature(name: Value | undefined, argument: number): Feature | FunctionFault {
  const text = String(name);
  const known = Object.keys(FEATURES);
  const fault = `is no feature.${suggestion(text, known)} The features are ${known.join(", ")}`;
  return featureNamed(text) ?? { received: text, fault, argument };
}

// What the JSON Schemas forbid, in the words a user reads.

import { describe, expect, it } from "vitest";
import { type ObjectValue, sensitive, UNKNOWN, type Value } from "../../../src/model/value.js";
import { validateValue } from "../../../src/schema/validate-value.js";

const vm: ObjectValue = { name: "vm", cluster: "vc/c" };

function errors(type: string, value: ObjectValue): readonly string[] {
  return validateValue(type, value).map((d) => `${d.attribute?.join(".")}: ${d.detail}`);
}

describe("validateValue", () => {
  it("accepts what is right, and all that is not yet known", () => {
    expect(errors("holdfast_virtual_machine", vm)).toEqual([]);
    const unknowns = { name: UNKNOWN, cluster: UNKNOWN, firmware: UNKNOWN, disks: [UNKNOWN] };
    expect(errors("holdfast_virtual_machine", unknowns)).toEqual([]);
    expect(errors("holdfast_virtual_machine", { ...vm, disks: UNKNOWN })).toEqual([]);
  });

  it.each<readonly [string, ObjectValue, string]>([
    [
      "holdfast_virtual_machine",
      { ...vm, firmware: "uefi" },
      'firmware: "firmware" must be one of "efi", "bios", not "uefi". Did you mean "efi"?',
    ],
    [
      "holdfast_virtual_machine",
      { ...vm, name: "a/b" },
      'name: "name" must be a name without slashes and blanks, not "a/b".',
    ],
    [
      "holdfast_virtual_machine",
      { ...vm, disks: [{ name: "a", size_gib: 0 }] },
      'disks.0.size_gib: "size_gib" must be 1 or more, not 0.',
    ],
    [
      "holdfast_virtual_machine",
      { ...vm, key_provider: "" },
      'key_provider: "key_provider" must be the name of a key provider, without slashes and blanks, not "".',
    ],
    [
      "holdfast_vsan_encryption",
      { cluster: "vc/c", key_provider: "vc/kp/kp" },
      'key_provider: "key_provider" must be the name of a key provider, without slashes and blanks, not "vc/kp/kp".',
    ],
    [
      "holdfast_key_server",
      { vcenter: "vc", name: "k", address: "kms", certificate_not_after: "2027-02-30T00:00:00Z" },
      'certificate_not_after: "certificate_not_after" must be a date and time as in RFC 3339, such as "2027-01-31T00:00:00Z", not "2027-02-30T00:00:00Z".',
    ],
    [
      "holdfast_vcenter",
      { name: "vc", version: "7.0U2" },
      'version: "version" must be a release from 6.7 to 9.x, written as "7.0", "7.0 U2" or "8.0 U3", not "7.0U2".',
    ],
    [
      "holdfast_vcenter",
      { name: "vc", version: "8.0", runs_on: "vm01" },
      'runs_on: "runs_on" must be an inventory path of a virtual machine, VCENTER/vm/NAME, not "vm01".',
    ],
    [
      "holdfast_key_server",
      { vcenter: "vc", name: "k", address: "kms", port: 70000 },
      'port: "port" must be 65535 or less, not 70000.',
    ],
    [
      "holdfast_key_server",
      { vcenter: "vc", name: "k", address: "kms", certificate_not_after: "2027-13-01T00:00:00Z" },
      'certificate_not_after: "certificate_not_after" must be a date and time as in RFC 3339, such as "2027-01-31T00:00:00Z", not "2027-13-01T00:00:00Z".',
    ],
    [
      "holdfast_standard_key_provider",
      { vcenter: "vc", name: "kp", key_servers: [] },
      'key_servers: "key_servers" must be a list of at least 1, not an empty list.',
    ],
    [
      "holdfast_survival_floor",
      { name: "f", scenario: "provider-outage", reason: "r", workloads: ["vm:a", null] },
      'workloads.1: "workloads" may not contain null. Leave the element out.',
    ],
  ])("%s %j", (type, value, expected) => {
    expect(errors(type, value)).toEqual([expected]);
  });

  it("shows no value that is secret by schema or by mark", () => {
    const kp = { vcenter: "vc", name: "kp", key_servers: ["a"], password: "" };
    const marked: Value = sensitive("canary/");
    expect(errors("holdfast_standard_key_provider", kp)).toEqual([
      'password: "password" must be a text that is not empty.',
    ]);
    expect(errors("holdfast_virtual_machine", { ...vm, name: marked })).toEqual([
      'name: "name" must be a name without slashes and blanks.',
    ]);
    // A mark on the whole holds for its parts, however long they are and whatever has to be escaped in them.
    for (const name of ["canary/", `canary "/${"x".repeat(80)}`]) {
      const disks = sensitive([{ name, size_gib: 1 }]);
      expect(errors("holdfast_virtual_machine", { ...vm, disks })).toEqual([
        'disks.0.name: "name" must be a name without slashes and blanks.',
      ]);
    }
  });

  it("collects wrong names, types and values of one resource", () => {
    const value = { nam: "x", cluster: "", vtpm: "ja", hardware_version: 3 };
    expect(errors("holdfast_virtual_machine", value)).toHaveLength(5);
  });

  it("validates ten thousand resources without compiling anew", () => {
    const values = Array.from({ length: 10_000 }, (_, i) => ({
      ...vm,
      name: `vm-${i}`,
      disks: [{ name: "a", size_gib: i }],
    }));
    const wrong = values.filter((v) => errors("holdfast_virtual_machine", v).length > 0);
    expect(wrong.map((v) => v.name)).toEqual(["vm-0"]);
  });
});

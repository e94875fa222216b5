import { expect, it } from "vitest";
import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import { sensitive } from "../../../src/model/value.js";
import { redactDiagnostics } from "../../../src/provider/redact-diagnostics.js";
import { describeValue } from "../../../src/schema/describe-value.js";

it.each(['pa"ss\\word', `long ${"canary ".repeat(20)}`, "plain"])(
  "takes a secret out of a message however it is shown: %j",
  (secret) => {
    const shown = [secret, JSON.stringify(secret), describeValue(secret)];
    const diagnostics = shown.map((text) => errorDiagnostic("Refused", `It says ${text}.`));
    const config = { name: sensitive(secret) };
    for (const { detail } of redactDiagnostics("holdfast_virtual_machine", [config], diagnostics)) {
      expect(detail.replaceAll('"', "")).toBe("It says (sensitive value).");
    }
  },
);

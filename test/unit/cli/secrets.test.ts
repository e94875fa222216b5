import { describe, expect, it } from "vitest";
import { makeSecrets } from "../../../src/cli/secrets.js";
import { parseNumber } from "../../../src/model/number-text.js";

describe("secrets", () => {
  it("covers a secret in every spelling", () => {
    const secrets = makeSecrets();
    const secret = 'cana"ry-9';
    secrets.add({ nested: [secret] });
    const bytes = Buffer.from(secret);
    const text = [
      secret,
      JSON.stringify({ secret }),
      bytes.toString("base64"),
      bytes.toString("hex"),
    ].join("\n");
    const hidden = secrets.hide(text);
    expect(hidden).not.toMatch(/cana|Y2FuYS|63616e61/);
    expect(hidden.match(/\(sensitive value\)/g)).toHaveLength(4);
  });

  it("covers a number, however many digits it has", () => {
    const secrets = makeSecrets();
    const numbers = ["1234567", "12345678901234567890", "0.12345678901234567"];
    secrets.add(numbers.map(parseNumber));
    expect(secrets.hide(numbers.join(" "))).toBe(numbers.map(() => "(sensitive value)").join(" "));
  });

  it("leaves other text, and secrets too short to be told from it", () => {
    const secrets = makeSecrets();
    secrets.add("a");
    expect(secrets.hide("a banana")).toBe("a banana");
  });
});

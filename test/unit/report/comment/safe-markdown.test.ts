import { describe, expect, it } from "vitest";
import {
  code,
  foldedText,
  hidden,
  link,
  md,
  prose,
  strong,
} from "../../../../src/report/comment/safe-markdown.js";

describe("a name", () => {
  it.each([
    ["vc01/edge/esx01", "`vc01/edge/esx01`"],
    ["@octocat", "`@octocat`"],
    ["a`b", "`` a`b ``"],
    ["``", "``` `` ```"],
    ["a|b", "`a\\u007cb`"],
    ["a\nb", "`a\\u000ab`"],
    ["a\u200bb\u202ec", "`a\\u200bb\\u202ec`"],
    ["\u3164", "`\\u3164`"],
    ["", '`""`'],
    [" a ", '`" a "`'],
    ["\ud800", "`\ufffd`"],
  ])("%j is %s", (name, markdown) => {
    expect(code(name).markdown).toBe(markdown);
  });

  it("is cut where it is too long, between characters", () => {
    expect(code("😀".repeat(100), 10).markdown).toBe(`\`${"😀".repeat(4)}…\``);
  });
});

describe("a sentence", () => {
  it.each([
    ["3 hosts lose their keys.", "3 hosts lose their keys."],
    ["vm:a/b is locked (see #12).", "`vm:a/b` is locked (see `#12`)."],
    ["1. first", "1\\. first"],
    ["- item", "`-` item"],
    ["# Heading", "`#` Heading"],
    ["hi! [x](https://evil.example)", "hi\\! `[x](https://evil.example`)"],
    ["by @octocat, GH-12 deadbee", "by `@octocat`, `GH-12` `deadbee`"],
    ["two\n\nparagraphs", "two paragraphs"],
    ["**bold** <b>", "`**bold**` `<b>`"],
    ["", ""],
  ])("%j is %s", (sentence, markdown) => {
    expect(prose(sentence).markdown).toBe(markdown);
  });

  it("is cut after a word", () => {
    expect(prose("one two three four", 12).markdown).toBe("one two …");
    expect(prose("@ @ @ @ @ @", 12).markdown).toBe("`@` `@` `@` …");
  });

  it("has no stars in bold where there is nothing", () => {
    expect(strong(" ").markdown).toBe("");
  });
});

describe("a link", () => {
  const label = md`here`;
  it.each([
    [
      { prefix: "https://f.example/blob/1/", path: "a b/(c).ts", line: 7 },
      "[here](<https://f.example/blob/1/a%20b/(c).ts#L7>)",
    ],
    [
      { prefix: "https://f.example/", path: "a>b|c#d?e" },
      "[here](<https://f.example/a%3Eb%7Cc%23d%3Fe>)",
    ],
    [{ prefix: "javascript:alert(1)" }, "here"],
    [{ prefix: "https://user@f.example/" }, "here"],
    [{ prefix: "https://f.example/a b" }, "here"],
    [{ prefix: "https://f.example/blob/1/", path: "../../x" }, "here"],
  ])("to %j is %s", (target, markdown) => {
    expect(link(label, target).markdown).toBe(markdown);
  });
});

it("fences a text with more backticks than are in it, under a line that is HTML", () => {
  const { markdown } = foldedText(
    [md`Plan of `, { name: "</summary>`" }],
    "a\n```\r\n</details>\u001b\n\n",
  );
  expect(markdown).toBe(
    "<details>\n<summary>Plan of <code>&#60;/summary&#62;&#96;</code></summary>\n\n````\na\n```\n</details>\\u001b\n````\n\n</details>",
  );
});

it("hides only words that cannot end a comment", () => {
  expect(hidden(["history", "a=b", "-->", "c d"]).markdown).toBe("<!-- history a=b -->");
});

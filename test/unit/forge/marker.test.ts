import { describe, expect, it } from "vitest";
import { isMarked, MARKER_LENGTH, markerOf, withMarker } from "../../../src/forge/marker.js";

const SUBJECT = { repository: "acme/vsphere", pullRequest: 7, project: "." };
const comment = (body: string) => ({ id: "1", body, url: "" });

describe("the marker of a comment", () => {
  it("stays what it is, for comments that are there already", () => {
    expect(markerOf(SUBJECT)).toMatchInlineSnapshot(
      `"<!-- holdfast-preview 9a03f6581fe890cb9a60f9e26a30ebedc0ae92c1d7253e567cfbd0e6bfbee76a -->"`,
    );
    expect(markerOf({ ...SUBJECT, repository: "Acme/vSphere" })).toBe(markerOf(SUBJECT));
  });

  it("is as long as the room that is kept for it", () => {
    const long = { repository: "a/b".repeat(50), pullRequest: 10 ** 9, project: "x".repeat(5000) };
    expect(withMarker(markerOf(long, "key"), "").length).toBe(MARKER_LENGTH);
  });

  it("is its own for everything it is made of", () => {
    const markers = [
      markerOf(SUBJECT),
      markerOf(SUBJECT, "key"),
      markerOf(SUBJECT, "other key"),
      markerOf({ ...SUBJECT, repository: "acme/other" }),
      markerOf({ ...SUBJECT, pullRequest: 71 }),
      markerOf({ ...SUBJECT, project: "-->\n" }),
    ];
    expect(new Set(markers).size).toBe(markers.length);
    for (const marker of markers)
      expect(marker).toMatch(/^<!-- holdfast-preview [0-9a-f]{64} -->$/);
  });

  it("is one in the first line alone, and alone in it", () => {
    const marker = markerOf(SUBJECT);
    expect(isMarked(marker, comment(withMarker(marker, "text")))).toBe(true);
    expect(isMarked(marker, comment(`${marker}\r\ntext`))).toBe(true);
    for (const body of [`> ${marker}`, `\n${marker}\n`, `${marker} text`, "", ` ${marker}`]) {
      expect(isMarked(marker, comment(body))).toBe(false);
    }
  });
});

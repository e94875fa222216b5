// holdfast preview

import { createHash } from "node:crypto";
import { invariant } from "../../model/invariant.js";
import { judgePreview, type PreviewRequest } from "../../preview/judge-preview.js";
import { mergePreviews, type VspherePreview } from "../../preview/merge-previews.js";
import { chooseScenario } from "../choose-scenario.js";
import type { CommandCall } from "../command-definition.js";
import type { ExitCode } from "../exit-codes.js";
import type { GivenOptions } from "../given-options.js";
import { endWhenInterrupted } from "../interrupts.js";
import { showPreview } from "../preview-files.js";
import { exitCodeOf } from "../preview-outcome.js";
import { openPreviewSubject, type PreviewSubject } from "../preview-subject.js";
import type { PreviewVsphere } from "../preview-vspheres.js";
import type { Session } from "../session.js";
import { attributesOf } from "../show-plans.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const subject = await openPreviewSubject(session, options);
  try {
    // Nothing is left of the checkouts, and what is judged is long for a large estate.
    await endWhenInterrupted(session.signal);
    const judged: VspherePreview[] = [];
    for (const vsphere of subject.vspheres) {
      const request = await requestOf(session, options, { ...subject, ...vsphere });
      judged.push({ vsphere: vsphere.name, preview: judgePreview(request) });
    }
    const [first, ...others] = judged;
    invariant(first !== undefined, "a preview is of one vSphere at least");
    const digests = judged.map(({ preview: { origin } }) => origin.estateDigest);
    const preview = mergePreviews(first, others, digestOfAll(digests));
    await showPreview(session, options, { preview, head: subject.head });
    return exitCodeOf(preview, options);
  } finally {
    subject.close();
  }
}

function digestOfAll(digests: readonly string[]): string {
  return createHash("sha256").update(digests.join()).digest("hex");
}

async function requestOf(
  session: Session,
  options: GivenOptions,
  { project, base, head, revisions, live }: PreviewSubject & PreviewVsphere,
): Promise<PreviewRequest> {
  const estate = live.estate();
  return {
    project,
    estate,
    scenario: await chooseScenario(session, options.text("scenario") ?? "", estate),
    ...(base === undefined ? {} : { base }),
    head,
    attributesOf,
    sourceOf: ({ side, construct = "" }) => (side === "base" ? base : head)?.findPlace(construct),
    origin: {
      ...revisions,
      estateDigest: live.digest(),
      planDigest: head.digest(),
      serials: head.serials,
      version: session.version,
    },
  };
}

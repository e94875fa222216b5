// holdfast post-preview

import { resolve } from "node:path";
import type { CommentMode } from "../../forge/post-comment.js";
import type { Detail } from "../../report/comment/comment-texts.js";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { chooseForge, KEY_VARIABLE } from "../forge-options.js";
import { networkOf } from "../network.js";
import { postPreview } from "../post-preview.js";
import { postedSentences } from "../posted-sentences.js";
import { lengthProblem } from "../preview-choices.js";
import type { Occasion } from "../preview-occasion.js";
import { readPreview } from "../read-preview.js";
import { print, printJson, type Session, sayDiagnostics } from "../session.js";
import { readVerdictLabels } from "../verdict-labels.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { env, cwd } = session.terminal;
  const longest = options.text("max-chars");
  const problem = lengthProblem("--max-chars", longest);
  const { labels, problems } = readVerdictLabels("--label", options.list("label"));
  const wrong = problem === undefined ? problems : [problem, ...problems];
  const chosen = chooseForge(options, env, wrong);
  session.secrets.add(chosen.address.token);
  const key = env[KEY_VARIABLE];
  const url = options.text("url");
  const preview = await readPreview(resolve(cwd, options.text("from") ?? "."));
  const posted = await postPreview(preview, {
    ...chosen,
    comment: (options.text("comment") ?? "always") as Occasion,
    mode: (options.text("comment-mode") ?? "update") as CommentMode,
    hasCheck: options.text("check") !== "off",
    labels,
    detail: (options.text("detail") ?? "full") as Detail,
    ...(longest === undefined ? {} : { longest: Number(longest) }),
    network: networkOf(session.signal, session.now),
    ...(key === undefined || key === "" ? {} : { key }),
    ...(url === undefined ? {} : { url }),
  });
  const { warnings, ...done } = posted;
  sayDiagnostics(session, warnings);
  if (options.has("json")) printJson(session, done);
  else
    print(
      session,
      postedSentences(posted).map((sentence) => [sentence]),
    );
  return EXIT_CODES.done;
}

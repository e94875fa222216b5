// Our App: the root of a program. It differs from the CDK library's in one way: a program with a mistake
// writes nothing. Every rule of the whole tree is asked first and all errors are thrown together; the files
// are written beside their place and then moved there.
//
// It runs in the user's program, under `holdfast` or under plain `tsx main.ts`, so it may read the
// environment and the project file; nothing else in constructs/ may.

import { readFileSync } from "node:fs";
import { faultReason } from "../src/files/file-fault.js";
import { faultCode } from "../src/files/file-system.js";
import { parseJson } from "../src/files/parse-json.js";
import { App as CdkApp, Manifest } from "./cdk.js";
import { recordPlaces } from "./element-places.js";
import { SynthesisError, synthesise } from "./synthesise.js";

export interface AppProps {
  /**
   * Folder to write to, relative to the working folder.
   *
   * @default - the environment variable CDKTF_OUTDIR, else `output` of cdktf.json, else cdktf.out
   */
  readonly outdir?: string;
  /**
   * Values every construct can read with `node.tryGetContext(key)`. The command line's win over the
   * project file's, and those over these.
   *
   * @default - none
   */
  readonly context?: { readonly [key: string]: unknown };
}

/** What App reads of cdktf.json. */
interface ProjectFile {
  readonly output?: string;
  readonly context?: { readonly [key: string]: unknown };
}

const PROJECT_FILE = "cdktf.json";
const DEFAULT_OUTPUT = "cdktf.out";

export class App extends CdkApp {
  declare readonly outdir: string;
  declare manifest: Manifest;

  /** @throws when cdktf.json of the working folder cannot be read. */
  constructor(props: AppProps = {}) {
    const project = readProjectFile();
    // The library's constructor makes folders; ours may not before all is well, so it is told of one that is there.
    const { stacksFolder } = folders;
    folders.stacksFolder = HERE;
    try {
      super({ outdir: HERE, context: { ...props.context, ...project.context } });
    } finally {
      folders.stacksFolder = stacksFolder;
    }
    if (process.env.HOLDFAST_PLACES !== undefined) recordPlaces(this);
    this.outdir = props.outdir ?? process.env.CDKTF_OUTDIR ?? project.output ?? DEFAULT_OUTPUT;
  }

  /**
   * Writes the Terraform JSON of every stack and their manifest to `outdir`.
   *
   * @throws {@link SynthesisError} with every mistake of the program, and then nothing was written.
   */
  override synth(): void {
    const allowsErrorAnnotations = process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
    try {
      this.manifest = synthesise(this, {
        outdir: this.outdir,
        allowsErrorAnnotations: allowsErrorAnnotations !== undefined,
      });
    } catch (error) {
      // The trace then begins at the program's own line.
      if (error instanceof SynthesisError) Error.captureStackTrace(error, this.synth);
      throw error;
    }
  }
}

/** Of the output, that for stacks. Read by the library each time. */
const folders: { stacksFolder: string } = Manifest;
const HERE = ".";

function readProjectFile(): ProjectFile {
  let text: string;
  try {
    text = readFileSync(PROJECT_FILE, "utf8");
  } catch (error) {
    const reason = faultReason(error);
    if (reason === undefined) throw error;
    if (faultCode(error) === "ENOENT") return {};
    throw new Error(`${PROJECT_FILE} could not be read: ${reason}`);
  }
  const parsed = parseJson(text, PROJECT_FILE);
  if (parsed.error !== undefined) throw new Error(parsed.error.detail);
  return parsed.value as ProjectFile;
}

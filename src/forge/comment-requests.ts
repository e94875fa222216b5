// Listing, writing and removing comments, which is the same on every forge but for addresses and fields.

import { type AnswerFields, fieldsOf } from "./answer-fields.js";
import type { Comment, Forge } from "./forge.js";
import { ForgeFailure } from "./forge-failure.js";
import type { RestClient, RestRequest } from "./rest-client.js";

export interface CommentPlaces {
  /** Path of all comments of the pull request. */
  readonly all: string;
  /** Path of one comment, up to its id. */
  readonly one: string;
  readonly update: "PATCH" | "PUT";
  readonly query?: Readonly<Record<string, string>>;
  /** `acme/site#12`. */
  readonly subject: string;
  /** What the token must be allowed. */
  readonly permission: string;
  /** Asked once, before the first comment is read. */
  readonly reader: () => Promise<CommentReader>;
}

export interface CommentReader {
  /** Whether the token's account wrote it. */
  isOwn(fields: AnswerFields): boolean;
  toComment(fields: AnswerFields): Comment;
}

type CommentRequests = Pick<
  Forge,
  "listOwnComments" | "createComment" | "updateComment" | "deleteComment"
>;

export function commentRequests(rest: RestClient, places: CommentPlaces): CommentRequests {
  const { all, one, subject, permission } = places;
  let reading: Promise<CommentReader> | undefined;
  const reader = () => {
    reading ??= places.reader();
    return reading;
  };
  const write = async (request: Omit<RestRequest, "permission">): Promise<Comment> => {
    const { body } = await rest.send({ ...request, permission });
    return (await reader()).toComment(fieldsOf(body, request.doing));
  };
  return {
    async listOwnComments() {
      const doing = `listing the comments of ${subject}`;
      const { isOwn, toComment } = await reader();
      const query = places.query ?? {};
      const entries = await rest.list({ path: all, query, doing, permission });
      const fields = entries.map((entry) => fieldsOf(entry, doing));
      return fields.filter(isOwn).map(toComment);
    },
    createComment: (body) =>
      write({ method: "POST", path: all, body: { body }, doing: `commenting on ${subject}` }),
    updateComment: (id, body) =>
      write({
        method: places.update,
        path: `${one}${id}`,
        body: { body },
        doing: `updating the comment of ${subject}`,
      }),
    async deleteComment(id) {
      const doing = `removing a comment of ${subject}`;
      try {
        await rest.send({ method: "DELETE", path: `${one}${id}`, doing, permission });
      } catch (error) {
        if (!(error instanceof ForgeFailure && error.status === 404)) throw error;
      }
    },
  };
}

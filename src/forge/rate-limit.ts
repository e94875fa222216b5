// How long a forge asks to wait. GitHub answers 403 or 429 with `retry-after` for its secondary limits and with
// `x-ratelimit-reset` for its hourly one; GitLab answers 429 with `retry-after` and `ratelimit-reset`; Gitea has no limits
// of its own, but the proxies before it have.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api

export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What GitHub asks for where a secondary limit comes without a time. */
const SECONDARY_SECONDS = 60;

/** Seconds; undefined where no wait is asked for, `null` where one is and its length is not said. */
export function waitAsked(answer: RefusedAnswer): number | null | undefined {
  const { status, headers, message, now } = answer;
  if (status !== 403 && status !== 429 && status !== 503) return undefined;
  const after = retryAfterSeconds(headers.get("retry-after"), now);
  if (after !== undefined) return after;
  if (isUsedUp(headers)) {
    const reset = Number(headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset"));
    if (reset > 0) return Math.max(1, Math.ceil(reset - now / 1000));
  }
  if (/secondary rate limit|abuse detection/i.test(message)) return SECONDARY_SECONDS;
  return status === 429 ? null : undefined;
}

function isUsedUp(headers: Headers): boolean {
  return (headers.get("x-ratelimit-remaining") ?? headers.get("ratelimit-remaining")) === "0";
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterSeconds(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

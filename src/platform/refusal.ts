/**
 * A refusal is an answer, not a bug: the request was understood and may not be done. It carries words for a tired person
 * and becomes an RFC 9457 problem (API) or a page (web) in one place each.
 */
export class Refusal extends Error {
  /** Stable, kebab-case; what programs compare. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  constructor(code: string, status: number, title: string, detail: string) {
    super(`${code}: ${title}`);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** A problem as RFC 9457 has it, with our stable `code` and, for a bad body, which fields and why. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** The story knows Alight as anybody does: over HTTP, and by the phones of the sandbox. */
const requestTimeoutMilliseconds = 60_000;

/** A refusal as the outside sees it. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  constructor(status: number, body: { code?: string; title?: string; detail?: string }) {
    super(`${status} ${body.title ?? ''}: ${body.detail ?? ''}`);
    this.name = 'Refused';
    this.status = status;
    this.code = body.code ?? 'unknown';
    this.detail = body.detail ?? '';
  }
}

export interface Client {
  readonly origin: string;
  get<T>(path: string, headers?: Record<string, string>): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>;
  /** A page as a browser gets it. */
  html(path: string): Promise<string>;
}

/** A plain JSON client. Answers that are no 2xx are thrown as `Refused`. */
export function openClient(origin: string): Client {
  const call = async <T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<T> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(requestTimeoutMilliseconds),
    });
    const text = await response.text();
    const value = text ? JSON.parse(text) : {};
    if (!response.ok) throw new Refused(response.status, value);
    return value as T;
  };
  return {
    origin,
    get: (path, headers = {}) => call('GET', path, undefined, headers),
    post: (path, body, headers = {}) => call('POST', path, body, headers),
    html: async (path) => {
      const response = await fetch(`${origin}${path}`, {
        signal: AbortSignal.timeout(requestTimeoutMilliseconds),
      });
      if (!response.ok) throw new Refused(response.status, { title: `The page ${path} does not open` });
      return response.text();
    },
  };
}

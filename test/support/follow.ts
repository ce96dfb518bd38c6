/** Follows server-sent events over a real connection, as the page's script does. */
export interface Heard {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

export interface Following {
  readonly heard: readonly Heard[];
  /** Waits until something was heard. @throws Error when it was not, after a minute */
  until(what: (heard: readonly Heard[]) => boolean): Promise<void>;
  /** Ends as a network that drops does. */
  drop(): void;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
}

const patienceMilliseconds = 60_000;

export async function followEvents(url: string, init: RequestInit = {}): Promise<Following> {
  const abort = new AbortController();
  const answer = await fetch(url, { ...init, signal: abort.signal });
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`);
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const read = async () => {
    let rest = '';
    for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + piece).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (name && data) heard.push({ name, data: JSON.parse(data) });
      }
      for (const look of waiting) look();
    }
  };
  return {
    heard,
    until: (what) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`not heard; but ${JSON.stringify(heard)}`)),
          patienceMilliseconds,
        );
        const look = () => {
          if (!what(heard)) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    drop: () => abort.abort(),
    ended: read().catch(() => {}),
  };
}

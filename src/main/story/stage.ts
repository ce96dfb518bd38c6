/** What a playing of the story stands on: who acts, what time it is, what was seen, and what was not as it must be. */
import { Phones } from './cast.ts';
import { type Client, openClient, Refused } from './client.ts';

export interface StoryLine {
  readonly at: string;
  readonly who: string;
  readonly what: string;
}

export interface Candidate {
  readonly organizationId: string;
  readonly organizationName: string;
}
export interface PlanSeen {
  readonly headline: string;
  readonly roles: readonly {
    readonly role: string;
    readonly required: boolean;
    readonly candidates: readonly Candidate[];
    readonly excluded: readonly (Candidate & { readonly reason: string })[];
  }[];
}
export interface RoleSeen {
  readonly role: string;
  /** In words. */
  readonly name: string;
  readonly required: boolean;
  readonly state: string;
  readonly stateAt: string;
  readonly organizationName: string | null;
  readonly asked: readonly (Candidate & {
    readonly code: string;
    readonly state: string;
    readonly startedAt: string;
  })[];
}
export interface ResponseSeen {
  readonly roles: readonly RoleSeen[];
  readonly timeline: readonly StoryLine[];
  readonly disclosures: readonly { readonly organizationName: string }[];
}
interface SignalSeen {
  readonly messages: readonly { readonly from: 'signaler' | 'advocate'; readonly text: string }[];
}
export interface CallSeen {
  readonly id: string;
  readonly kind: string;
  readonly organizationId: string | null;
  readonly organizationName: string;
  readonly doneAt: string | null;
}

export const localRole = 'local-law-enforcement';

/** One playing of the story. */
export class Stage {
  readonly client: Client;
  readonly phones: Phones;
  readonly lines: StoryLine[] = [];
  readonly receipt: string[] = [];
  readonly faults: string[] = [];
  readonly #tell: (line: StoryLine) => Promise<void> | void;
  readonly #oldCalls = new Set<string>();
  advocate = { 'alight-actor': '' };
  advocateName = '';
  supervisor = { id: '', name: '' };
  /** Who writes the report. */
  teller = 'Conductor';
  now = '';

  constructor(origin: string, tell: (line: StoryLine) => Promise<void> | void) {
    this.client = openClient(origin);
    this.phones = new Phones(this.client);
    this.#tell = tell;
  }
  async say(who: string, what: string): Promise<void> {
    const line = { at: this.now, who, what };
    this.lines.push(line);
    await this.#tell(line);
  }
  async moveClock(by: { to: string } | { advanceSeconds: number }): Promise<void> {
    this.now = (await this.client.post<{ now: string }>('/sandbox/clock', by)).now;
  }
  expect(right: boolean, fault: string): void {
    if (!right && !this.faults.includes(fault)) this.faults.push(fault);
  }
  /** Does what must not be possible. @returns the words of the refusal, empty when it was possible after all */
  async refused(what: string, attempt: () => Promise<unknown>): Promise<string> {
    try {
      await attempt();
    } catch (error) {
      if (error instanceof Refused && error.status < 500) return error.detail;
      throw error;
    }
    this.expect(false, `it was not refused: ${what}`);
    return '';
  }
  /** The signaler opens the code. @param status the one fixed text that it may show now */
  async look(code: string, status: string): Promise<void> {
    const seen = await this.client.post<{ text: string; messages: { from: string; text: string }[] }>(
      '/v1/dialogue/open',
      { code },
    );
    for (const text of [
      seen.text,
      ...seen.messages.filter(({ from }) => from === 'us').map((message) => message.text),
    ])
      if (!this.receipt.includes(text)) this.receipt.push(text);
    this.expect(seen.text === status, `the code says “${seen.text}” where it must say “${status}”`);
    await this.say(this.teller, `opens the code and reads: “${seen.text}”`);
  }

  act<T>(path: string, body: unknown = {}): Promise<T> {
    return this.client.post<T>(path, body, this.advocate);
  }
  plan(signalId: string): Promise<PlanSeen> {
    return this.act('/v1/meeting-plans', { signalId });
  }
  response(id: string): Promise<ResponseSeen> {
    return this.client.get(`/v1/responses/${id}`, this.advocate);
  }
  signal(id: string): Promise<SignalSeen> {
    return this.client.get(`/v1/signals/${id}`, this.advocate);
  }
  async queue(): Promise<{ signalId: string; reason: string }[]> {
    return (
      await this.client.get<{ queue: { signalId: string; reason: string }[] }>('/v1/queue', this.advocate)
    ).queue;
  }
  async #allCalls(): Promise<CallSeen[]> {
    return (await this.client.get<{ voiceTasks: CallSeen[] }>('/v1/voice-tasks', this.advocate)).voiceTasks;
  }
  /** Calls lying there already belong to another story. */
  async ignoreOldCalls(): Promise<void> {
    for (const { id } of await this.#allCalls()) this.#oldCalls.add(id);
  }
  /** Calls that staff were asked to make since this story began, also those that are made or withdrawn. */
  async calls(): Promise<CallSeen[]> {
    return (await this.#allCalls()).filter(({ id }) => !this.#oldCalls.has(id));
  }
}

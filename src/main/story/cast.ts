/**
 * Who plays in the story. The players know only what their phone shows: a text with a link, then the page behind it. Which
 * of them declines, and when, is the variant's.
 */
import type { Client } from './client.ts';

/** A text on the sandbox phone. */
export interface PhoneMessage {
  readonly id: string;
  readonly wire: string;
  readonly address: string;
  readonly body: string;
  readonly at: string;
}

/** A page as its responder sees it. */
export interface SeenPage {
  readonly role: string;
  readonly state: string;
  readonly organizationName?: string;
  readonly isLead?: boolean;
  readonly offer: Readonly<Record<string, unknown>>;
  readonly detail?: Readonly<Record<string, unknown>> | null;
}

/** One responder with a page in hand. */
export interface Player {
  readonly address: string;
  readonly code: string;
  readonly session: string;
  readonly page: SeenPage;
  act(verb: string, body?: unknown): Promise<void>;
  look(): Promise<SeenPage>;
}

const duty = /^Alight duty page ([A-Z0-9]{4})\. Open (\S+)\/p\/(\S+) or call ([\d-]+)\.$/;

/** The page's code and token in a text, or null when the text is no page. */
export function readDutyText(body: string): { code: string; token: string } | null {
  const found = duty.exec(body.trim());
  return found ? { code: found[1]!, token: found[3]! } : null;
}

/** All phones together: opens each new page once, as its responder would. */
export class Phones {
  readonly #client: Client;
  readonly #seen = new Set<string>();
  constructor(client: Client) {
    this.#client = client;
  }
  /** Texts lying there already belong to another story. */
  async ignoreOldTexts(): Promise<void> {
    for (const message of await this.#messages()) this.#seen.add(message.id);
  }
  async #messages(): Promise<PhoneMessage[]> {
    const { messages } = await this.#client.get<{ messages: PhoneMessage[] }>('/sandbox/messages');
    return messages;
  }
  /** Opens what has come since the last look. */
  async pickUp(): Promise<Player[]> {
    const players: Player[] = [];
    for (const message of await this.#messages()) {
      if (this.#seen.has(message.id)) continue;
      this.#seen.add(message.id);
      const text = readDutyText(message.body);
      if (text) players.push(await this.#open(message.address, text));
    }
    return players;
  }
  async #open(address: string, text: { code: string; token: string }): Promise<Player> {
    const { session } = await this.#client.post<{ session: string }>('/v1/pages/exchange', {
      token: text.token,
    });
    const headers = { authorization: `Bearer ${session}` };
    const look = () => this.#client.get<SeenPage>('/v1/pages/current', headers);
    return {
      address,
      code: text.code,
      session,
      page: await look(),
      look,
      act: async (verb, body = {}) => {
        await this.#client.post(`/v1/pages/current/${verb}`, body, headers);
      },
    };
  }
}

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
  readonly organizationId: string;
  readonly organizationName: string;
  readonly allClear: boolean;
  readonly offer: { readonly lead?: string } & Readonly<Record<string, unknown>>;
  readonly detail: ({ readonly description?: string | null } & Readonly<Record<string, unknown>>) | null;
}

/** One responder with a page in hand. */
export interface Player {
  readonly address: string;
  readonly code: string;
  readonly session: string;
  /** As it was when the link was opened. */
  readonly page: SeenPage;
  act(verb: string, body?: unknown): Promise<void>;
  /** As it is now. */
  look(): Promise<SeenPage>;
}

const duty = /^Alight duty page ([A-Z0-9]{4})\. Open (\S+)\/p\/(\S+) or call ([\d-]+)\.$/;

/** The page's code and token in a text, or null when the text is no page. */
export function readDutyText(body: string): { code: string; token: string } | null {
  const found = duty.exec(body.trim());
  return found ? { code: found[1]!, token: found[3]! } : null;
}

/** Whether a text to a page's phone says this. */
const says = (words: string) => (text: PhoneMessage, code: string) =>
  text.body.includes(`Alight duty page ${code}: ${words}`);
export const saysStoodDown = says('you are stood down.');
export const saysLookAgain = says('look again.');

/** All phones together: opens each new page once, as its responder would. */
export class Phones {
  readonly #client: Client;
  readonly #old = new Set<string>();
  readonly #opened = new Set<string>();
  constructor(client: Client) {
    this.#client = client;
  }
  /** Texts lying there already belong to another story. */
  async ignoreOldTexts(): Promise<void> {
    for (const message of await this.texts()) this.#old.add(message.id);
  }
  /** Everything that has come since this story began, by every wire. */
  async texts(): Promise<PhoneMessage[]> {
    const { messages } = await this.#client.get<{ messages: PhoneMessage[] }>('/sandbox/messages');
    return messages.filter(({ id }) => !this.#old.has(id));
  }
  /** How many messages lie with an organization, by the names above the phones of `/sandbox`. */
  async countFor(organizationName: string): Promise<number> {
    const html = (await this.#client.html('/sandbox')).replaceAll('<!-- -->', '');
    return html
      .split('<section class="phone">')
      .slice(1)
      .filter((phone) => /<h2>([^<]*)/.exec(phone)?.[1]?.includes(organizationName))
      .reduce((sum, phone) => sum + phone.split('<p class="bubble').length - 1, 0);
  }
  /** Opens what has come since the last look. @param codes the pages of this response: others are not ours to open */
  async pickUp(codes: ReadonlySet<string>): Promise<Player[]> {
    const players: Player[] = [];
    for (const message of await this.texts()) {
      const text = readDutyText(message.body);
      if (!text || !codes.has(text.code) || this.#opened.has(message.id)) continue;
      this.#opened.add(message.id);
      players.push(await this.#open(message.address, text));
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

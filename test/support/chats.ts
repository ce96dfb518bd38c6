/** A person in a chat, for flow tests: begins it and writes, as their page would. */
import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { House } from './house.ts';

/** @returns the code, which is all that the person has, and the report that the chat is */
export async function beginChat(house: House, body: object = {}): Promise<{ code: string; id: string }> {
  const key = randomUUID();
  const begun = await house.call('POST', '/v1/chats', body, { 'idempotency-key': key });
  expect(begun.statusCode, begun.body).toBe(201);
  const { id } = await house.database.db
    .selectFrom('signal')
    .select('id')
    .where('key_hash', '=', createHash('sha256').update(key).digest())
    .executeTakeFirstOrThrow();
  return { code: (begun.json() as { code: string }).code, id };
}

export const sayInChat = (house: House, code: string, text: string, key: string = randomUUID()) =>
  house.call('POST', '/v1/chats/messages', { code, text, key });

/** The chat as the code shows it. */
export const chatOf = async (house: House, code: string) =>
  (await house.call('POST', '/v1/chats/open', { code })).json();

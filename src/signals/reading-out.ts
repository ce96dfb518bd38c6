/**
 * The code of whoever began with a text. No text ever holds a code, so it is told to them on the telephone, by whoever speaks with them;
 * with it they go on by chat. Source: security.md 14, safety.md "The code (receipt) in the wrong hands".
 */
import { leaf } from '../audit/index.ts';
import { Refusal, type Tx } from '../platform/index.ts';
import { lockSignal } from './acts.ts';
import type { Codes } from './codes.ts';
import { writeCode } from './core/index.ts';

/**
 * Shows staff the code of a report that began with a text, to be read out and shown nowhere else. Each time is on record.
 * @returns the code in groups of four
 * @throws Refusal unknown-signal, code-was-shown, code-not-live
 */
export async function readOutCode(
  tx: Tx,
  codes: Codes,
  signalId: string,
  staffId: string,
  now: Date,
): Promise<string> {
  const signal = await lockSignal(tx, signalId);
  if (signal.channel !== 'text')
    throw new Refusal(
      'code-was-shown',
      409,
      'They were shown their code when they reported',
      'It is shown once and to nobody else. Without it they can write anew, and say that they wrote before.',
    );
  if (signal.code_revoked_at !== null || signal.code_elsewhere)
    throw new Refusal(
      'code-not-live',
      409,
      'This code is not to be read out',
      'It was deleted, or may be in other hands. They can write anew.',
    );
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'code-read-out',
    subjectKind: 'signal',
    subjectId: signalId,
  });
  return writeCode(codes.codeOf(signalId));
}

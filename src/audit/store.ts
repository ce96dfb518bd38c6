/** One row for each thing that happened, in the transaction in which it happened. Ids and codes, never content. */
import { json, newId, type Tx } from '../platform/index.ts';

/** Who did it. A signaler has no id of their own. */
export interface Actor {
  readonly kind: 'staff' | 'signaler' | 'responder' | 'system';
  readonly id?: string;
}

export interface Leaf {
  readonly at: Date;
  readonly actor: Actor;
  /** Past tense, kebab-case: `signal-received`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Ids, codes and counts only. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Writes a leaf. The caller's transaction fails when the leaf cannot be written, so nothing happens unseen. */
export async function leaf(tx: Tx, entry: Leaf): Promise<void> {
  await tx
    .insertInto('audit_leaf')
    .values({
      id: newId(entry.at),
      at: entry.at,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id ?? null,
      action: entry.action,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      detail: json(entry.detail ?? {}),
    })
    .execute();
}

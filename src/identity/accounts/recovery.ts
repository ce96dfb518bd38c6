/**
 * Somebody lost every key. Two others say who it is, on two different occasions: one asks, another approves. Then everything the person
 * could come in with is gone, wherever it is now, and a link is made that works once.
 */
import { newId, Refusal } from '../../platform/index.ts';
import { type InvitingDeps, invitationRow } from './invitations.ts';
import type { Admitted } from './people.ts';
import { dropKeys, lockUser } from './store.ts';
import { keepInvitation } from './store-invitations.ts';
import {
  approveRecovery,
  keepRecovery,
  openRecoveries,
  type RecoveryRow,
  refuseRecovery,
} from './store-recovery.ts';
import { dropSessions } from './store-sessions.ts';

const openHours = 24;
const hourMilliseconds = 3_600_000;

export interface OpenRecovery {
  readonly id: string;
  readonly personId: string;
  readonly askedBy: string;
  readonly expiresAt: Date;
}

const gone = () =>
  new Refusal(
    'recovery-over',
    409,
    'This recovery is over',
    'It was approved, refused, or is older than a day. Start a new one if it is still needed.',
  );

/**
 * The first of two says that somebody lost their keys. Nothing changes yet.
 * @throws Refusal `recovery-of-oneself`, `person-unknown`
 */
export async function askRecovery(
  { db, people }: InvitingDeps,
  { personId, by }: { personId: string; by: string },
  at: Date,
): Promise<{ recoveryId: string }> {
  if (personId === by)
    throw new Refusal(
      'recovery-of-oneself',
      403,
      'Two others must say who you are',
      'Ask two colleagues who are administrators or supervisors.',
    );
  const id = newId(at);
  await db.transaction().execute(async (tx) => {
    if (!(await lockUser(tx, personId)))
      throw new Refusal('person-unknown', 404, 'Nobody signs in under that name', 'Invite them instead.');
    await keepRecovery(
      tx,
      {
        id,
        person_id: personId,
        asked_by: by,
        asked_at: at,
        expires_at: new Date(at.getTime() + openHours * hourMilliseconds),
      },
      at,
    );
    await people.record({ action: 'recovery-asked', personId, by, at });
  });
  return { recoveryId: id };
}

/**
 * The second approves: every passkey, password, agency link and session of the person ends, and a link is made for them.
 * @returns the secret of the link, which is kept nowhere
 * @throws Refusal `second-person` when it is the one who asked or the person, `recovery-over`
 */
export async function approve(
  { db, people }: InvitingDeps,
  {
    recoveryId,
    by,
    of,
  }: { recoveryId: string; by: string; of: (id: string) => Promise<Admitted | undefined> },
  at: Date,
): Promise<{ token: string; personId: string }> {
  return db.transaction().execute(async (tx) => {
    const recovery = await approveRecovery(tx, { id: recoveryId, by }, at, (found: RecoveryRow) => {
      if (found.asked_by === by || found.person_id === by)
        throw new Refusal(
          'second-person',
          403,
          'Somebody else must approve this',
          'Whoever asked, and the person themselves, are not the second person.',
        );
    });
    if (!recovery) throw gone();
    const user = await lockUser(tx, recovery.person_id);
    const person = await of(recovery.person_id);
    if (!user || !person) throw gone();
    await dropKeys(tx, user.id);
    await dropSessions(tx, user.id);
    const { token, row } = invitationRow(
      { name: person.name, email: user.email, role: person.role, organizationId: person.organizationId },
      { kind: 'recovery', personId: user.id, by },
      at,
    );
    await keepInvitation(tx, row);
    await people.record({ action: 'recovery-approved', personId: user.id, by, at });
    return { token, personId: user.id };
  });
}

/** Either of them, or anybody else who may, says no. @throws Refusal `recovery-over` */
export async function refuse(
  { db, people }: InvitingDeps,
  { recoveryId, by }: { recoveryId: string; by: string },
  at: Date,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const personId = await refuseRecovery(tx, recoveryId, at);
    if (!personId) throw gone();
    await people.record({ action: 'recovery-refused', personId, by, at });
  });
}

export async function listRecoveries({ db }: InvitingDeps, at: Date): Promise<OpenRecovery[]> {
  const rows = await openRecoveries(db, at);
  return rows.map(({ id, person_id, asked_by, expires_at }) => ({
    id,
    personId: person_id,
    askedBy: asked_by,
    expiresAt: expires_at,
  }));
}

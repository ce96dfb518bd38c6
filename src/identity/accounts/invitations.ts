/**
 * Invitations: the only way in. A link that works once and for a day; whoever has it sets up a key of their own, and only then does the
 * person exist here. A recovery is the same link for somebody who is here already.
 */
import { createHash, randomBytes } from 'node:crypto';
import { newId, operatorOrganizationId, Refusal } from '../../platform/index.ts';
import { type AskedRole, givenByTwo, roleGrantUntil, roles } from '../core/index.ts';
import type { People } from './people.ts';
import { anybody, ensureUser, userOf } from './store.ts';
import { keepAgreed, lockWaiting } from './store-agreed.ts';
import {
  claimInvitation,
  type InvitationRow,
  invitationOf,
  keepInvitation,
  openInvitations,
} from './store-invitations.ts';
import type { AuthDb, AuthTx } from './tables.ts';

const tokenBytes = 32;
const openHours = 24;
const hourMilliseconds = 3_600_000;
const listLimit = 200;
const addressPattern = /^[^\s@]{1,64}@[^\s@]{1,185}\.[^\s@.]{2,63}$/;

export interface InvitationOrder {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly organizationId: string;
}

/** An invitation that is still open, as administrators see it; its link is shown once and to nobody again. */
export interface OpenInvitation extends InvitationOrder {
  readonly id: string;
  readonly kind: 'invitation' | 'recovery';
  readonly personId: string;
  readonly expiresAt: Date;
  /** Who asked; null on the machine itself. */
  readonly askedBy: string | null;
  /** It has no link until a second person agreed. */
  readonly waits: boolean;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(tokenBytes).toString('base64url');
  return { token, hash: hashOf(token) };
}

const nowhere = () => new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
const over = (title: string, detail: string) => new Refusal('invitation-over', 410, title, detail);

/**
 * The invitation of a link.
 * @throws Refusal `invitation-over`, saying whether the link was used, replaced, too old, or never ours
 */
export async function openedBy(db: AuthTx, token: string | undefined, at: Date): Promise<InvitationRow> {
  const ask = 'Ask whoever invited you for a new one.';
  const row = token ? await invitationOf(db, hashOf(token)) : undefined;
  if (!row) throw over('This link does not open anything', `It may have been cut short on its way. ${ask}`);
  if (row.used_at)
    throw over(
      'This link was used already',
      `It works once. If that was you, sign in with what you set up. If it was not, call your administrator now. ${ask}`,
    );
  if (row.revoked_at) throw over('This link was replaced or taken back', ask);
  if (row.expires_at <= at) throw over('This link is too old', `It works for ${openHours} hours. ${ask}`);
  return row;
}

export function checkedOrder({ name, email, role, organizationId }: InvitationOrder): InvitationOrder {
  const order = { name: name.trim(), email: email.trim().toLowerCase(), role, organizationId };
  if (order.name.length < 1 || order.name.length > 120)
    throw new Refusal('name-missing', 400, 'Who is it?', 'Write a name of at most 120 characters.');
  if (!addressPattern.test(order.email))
    throw new Refusal('email-wrong', 400, 'That is no e-mail address', 'Write it like name@example.org.');
  return order;
}

/** Makes the row and the link of an invitation. */
export function invitationRow(
  order: InvitationOrder,
  { kind, personId, by }: { kind: InvitationRow['kind']; personId: string; by: string | null },
  at: Date,
) {
  const { token, hash } = newToken();
  const row = {
    id: newId(at),
    kind,
    person_id: personId,
    name: order.name,
    email: order.email,
    role: order.role,
    organization_id: order.organizationId,
    token_hash: hash,
    invited_by: by,
    created_at: at,
    expires_at: new Date(at.getTime() + openHours * hourMilliseconds),
  };
  return { token, row };
}

export interface InvitingDeps {
  readonly db: AuthDb;
  readonly people: People;
}

/** Whether an invitation by somebody has no link until a second person agreed. The first of all is invited by the machine. */
const waitsFor = (role: string, by: string | null): boolean =>
  by !== null && roles.some((known) => known === role && givenByTwo(known));

/**
 * Invites somebody new.
 * @returns the secret of the link, which is kept nowhere; null where a second person has to agree first
 * @throws Refusal `email-taken` when somebody signs in with that address already
 */
export async function invite(
  { db, people }: InvitingDeps,
  given: InvitationOrder,
  by: string | null,
  at: Date,
): Promise<{ token: string | null; personId: string }> {
  const order = checkedOrder(given);
  if (await userOf(db, order.email))
    throw new Refusal(
      'email-taken',
      409,
      'Somebody here has that address already',
      'If they lost their keys, start a recovery instead.',
    );
  const personId = newId(at);
  const { token, row } = invitationRow(order, { kind: 'invitation', personId, by }, at);
  const waits = waitsFor(order.role, by);
  await db.transaction().execute(async (tx) => {
    await keepInvitation(
      tx,
      waits ? { ...row, token_hash: null, expires_at: roleGrantUntil({ askedAt: at }) } : row,
    );
    const action = waits ? 'invitation-asked' : 'person-invited';
    await people.record({ action, personId, by: by ?? undefined, at });
  });
  return { token: waits ? null : token, personId };
}

/**
 * A second person agrees to an invitation, and gets its link: whoever asked never holds it.
 * @param by null: on the machine itself
 * @param judge throws where this person may not
 * @throws Refusal not-here
 */
export async function agreeInvitation(
  { db, people }: InvitingDeps,
  { id, by, judge }: { id: string; by: string | null; judge: (asked: AskedRole) => Promise<void> },
  at: Date,
): Promise<{ token: string; name: string }> {
  return db.transaction().execute(async (tx) => {
    const row = await lockWaiting(tx, id);
    if (!row?.invited_by) throw nowhere();
    await judge({
      personId: row.person_id,
      askedBy: row.invited_by,
      askedAt: row.created_at,
      decided: row.revoked_at !== null,
    });
    const { token, hash } = newToken();
    await keepAgreed(tx, id, {
      token_hash: hash,
      agreed_by: by,
      agreed_at: at,
      expires_at: new Date(at.getTime() + openHours * hourMilliseconds),
    });
    await people.record({ action: 'person-invited', personId: row.person_id, by: by ?? undefined, at });
    return { token, name: row.name };
  });
}

/**
 * Invites the first administrator of an instance, from its own machine.
 * @throws Refusal `somebody-is-here` once anybody can sign in
 */
export async function inviteFirst(
  deps: InvitingDeps,
  { name, email }: { name: string; email: string },
  at: Date,
): Promise<{ token: string }> {
  if (await anybody(deps.db))
    throw new Refusal(
      'somebody-is-here',
      409,
      'Somebody can sign in already',
      'An administrator invites everybody else, on the page People.',
    );
  const order = { name, email, role: 'hotline-administrator', organizationId: operatorOrganizationId };
  const { token } = await invite(deps, order, null, at);
  return { token: token! };
}

/**
 * Uses an invitation up: the person is made, and what they come in with is kept, together or not at all.
 * @throws Refusal `invitation-over` when somebody was quicker
 */
export async function accept(
  { db, people }: InvitingDeps,
  row: InvitationRow,
  keep: (tx: AuthTx) => Promise<void>,
  at: Date,
): Promise<void> {
  if (row.kind === 'invitation')
    await people.admit({
      id: row.person_id,
      name: row.name,
      role: row.role,
      organizationId: row.organization_id,
    });
  await db.transaction().execute(async (tx) => {
    if (!(await claimInvitation(tx, row.id, at)))
      throw over('This link was used already', 'It works once. Sign in with what you set up.');
    await ensureUser(tx, { id: row.person_id, name: row.name, email: row.email }, at);
    await keep(tx);
    await people.record({
      action: row.kind === 'recovery' ? 'recovery-used' : 'invitation-accepted',
      personId: row.person_id,
      by: row.person_id,
      at,
    });
  });
}

export async function listInvitations(db: AuthTx, at: Date): Promise<OpenInvitation[]> {
  const rows = await openInvitations(db, at, listLimit);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    personId: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    organizationId: row.organization_id,
    expiresAt: row.expires_at,
    askedBy: row.invited_by,
    waits: row.token_hash === null,
  }));
}

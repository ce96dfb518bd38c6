/** The SQL of roles: whom a response needs, who was asked for it, and how far they are. */
import { type Db, json, type Tx } from '../platform/index.ts';
import type { Candidate } from './core/escalation.ts';
import type { Role } from './core/roles.ts';
import { date } from './store.ts';
import type { ResponseRoleView } from './views.ts';

export type RoleState = ResponseRoleView['state'];

export interface RoleRow {
  readonly role: Role;
  readonly required: boolean;
  readonly state: RoleState;
  readonly stateAt: Date;
  readonly etaAt: Date | null;
  readonly organizationId: string | null;
  readonly pageId: string | null;
  readonly candidates: readonly Candidate[];
}

export async function upsertRole(
  tx: Tx,
  responseId: string,
  role: { role: Role; required: boolean; candidates: readonly Candidate[] },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('response_role')
    .values({
      response_id: responseId,
      role: role.role,
      required: role.required,
      state: 'asking',
      state_at: now,
      eta_at: null,
      organization_id: null,
      page_id: null,
      candidates: json(role.candidates),
    })
    .onConflict((conflict) =>
      conflict.columns(['response_id', 'role']).doUpdateSet({
        required: role.required,
        state: 'asking',
        state_at: now,
        candidates: json(role.candidates),
      }),
    )
    .execute();
}

export async function setRole(
  tx: Tx,
  responseId: string,
  role: Role,
  change: { state: RoleState; organizationId?: string | null; pageId?: string | null; etaAt?: Date | null },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('response_role')
    .set({
      state: change.state,
      state_at: now,
      ...(change.organizationId === undefined ? {} : { organization_id: change.organizationId }),
      ...(change.pageId === undefined ? {} : { page_id: change.pageId }),
      ...(change.etaAt === undefined ? {} : { eta_at: change.etaAt }),
    })
    .where('response_id', '=', responseId)
    .where('role', '=', role)
    .execute();
}

export async function readRoles(db: Db, responseId: string): Promise<RoleRow[]> {
  const rows = await db
    .selectFrom('response_role')
    .selectAll()
    .where('response_id', '=', responseId)
    .execute();
  return rows.map((row) => ({
    role: row.role as Role,
    required: row.required,
    state: row.state as RoleState,
    stateAt: row.state_at,
    etaAt: row.eta_at,
    organizationId: row.organization_id,
    pageId: row.page_id,
    candidates: (row.candidates as unknown as Candidate[]).map((candidate) => ({
      ...candidate,
      notifyBy: date(candidate.notifyBy),
    })),
  }));
}

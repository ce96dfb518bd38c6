/** The tables of the schema `auth`, as database/migrations/0028_sign_in.sql has them. They are no part of the application's own. */
import type { Kysely, Transaction } from 'kysely';

/** How somebody signed in. `password` is half of a sign-in and opens nothing. */
export type Method = 'passkey' | 'password' | 'totp' | 'agency';

export interface AuthTables {
  user: {
    id: string;
    name: string;
    email: string;
    emailVerified: boolean;
    twoFactorEnabled: boolean;
    createdAt: Date;
    updatedAt: Date;
  };
  session: {
    id: string;
    userId: string;
    token: string;
    method: Method;
    authenticatedAt: Date;
    seenAt: Date;
  };
  account: {
    id: string;
    userId: string;
    providerId: string;
    accountId: string;
    password: string | null;
    createdAt: Date;
    updatedAt: Date;
  };
  verification: { id: string; expiresAt: Date };
  passkey: { id: string; userId: string; credentialID: string; name: string | null; createdAt: Date | null };
  twoFactor: { id: string; userId: string; secret: string; backupCodes: string; verified: boolean };
  invitation: {
    id: string;
    kind: 'invitation' | 'recovery';
    person_id: string;
    name: string;
    email: string;
    role: string;
    organization_id: string;
    /** Null until a second person agreed, where it takes one. */
    token_hash: Buffer | null;
    draft: Draft | null;
    invited_by: string | null;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
    revoked_at: Date | null;
    agreed_by: string | null;
    agreed_at: Date | null;
  };
  password_path: { name_mac: Buffer; failures: number; last_at: Date; told_failures: number | null };
  code_used: { code_mac: Buffer; used_at: Date };
  recovery: {
    id: string;
    person_id: string;
    asked_by: string;
    asked_at: Date;
    expires_at: Date;
    approved_by: string | null;
    approved_at: Date | null;
    refused_at: Date | null;
  };
}

/** A password and a code key that are not in use yet: hashed, and sealed. */
export interface Draft {
  readonly passwordHash: string;
  readonly secret: string;
  readonly backupCodes: string;
}

export type AuthDb = Kysely<AuthTables>;

/** A statement or a whole transaction. */
export type AuthTx = AuthDb | Transaction<AuthTables>;

/** The people behind the accounts: rows of `staff`, in the application's own database, and the log of what happened to their keys. */
import { leaf } from '../../audit/index.ts';
import { type Db, type Tx, transaction } from '../../platform/index.ts';

export interface Admitted {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly organizationId: string;
}

/** What sign-in asks of the room it is in. */
export interface People {
  /** Whether somebody works here now. */
  isActive(personId: string): Promise<boolean>;
  /** Makes the person, or finds them there. */
  admit(person: Admitted): Promise<void>;
  /** Puts on record what happened to somebody's way in. */
  record(what: {
    action: string;
    personId: string;
    /** Who did it; the house itself when nobody is named. */
    by?: string | undefined;
    at: Date;
    /** Codes only. */
    detail?: Readonly<Record<string, string>>;
  }): Promise<void>;
}

export interface PeopleStore {
  isActive(db: Db, personId: string): Promise<boolean>;
  admit(tx: Tx, person: Admitted): Promise<void>;
}

/** @param db in the name of the system: whoever signs in is nobody yet */
export function openPeople(db: Db, store: PeopleStore): People {
  return {
    isActive: (personId) => store.isActive(db, personId),
    admit: (person) => transaction(db, (tx) => store.admit(tx, person)),
    record: ({ action, personId, by, at, detail = {} }) =>
      transaction(db, (tx) =>
        leaf(tx, {
          at,
          actor: by ? { kind: 'staff', id: by } : { kind: 'system' },
          action,
          subjectKind: 'person',
          subjectId: personId,
          detail,
        }),
      ),
  };
}

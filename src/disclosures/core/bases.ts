/**
 * The reasons for which something may leave, each with where it is written. They are coded and not free text, so that a row of the
 * ledger can be checked years later against what the law and our own rules said.
 */
import { isListedAddress, type Listed } from '../../cases/core/index.ts';
import type { Basis } from './gates.ts';

/** One reason for which something may leave. */
export interface LegalBasis {
  readonly words: string;
  /** Where it is written: our own paper, or a statute. */
  readonly source: string;
}

export const legalBases: Readonly<Record<Basis, LegalBasis>> = {
  consent: {
    words: 'The person’s own consent, for this recipient and these items',
    source:
      'Alight’s rules, “Whose word counts”; 34 U.S.C. § 12291(b)(2)(B): informed, written, reasonably time-limited',
  },
  'imminent-danger': {
    words: 'Someone is in danger right now',
    source: 'Alight’s rules, “Whose word counts”: the exception for imminent danger',
  },
  'mandated-report-minor': {
    words: 'A person under 18: child protection and police must be told',
    source:
      'The state’s mandated-reporter law (in Missouri: RSMo 210.115); Alight’s rules: the exception for a minor',
  },
  'third-party-tip': {
    words: 'Someone else reported what they saw, through the tip door',
    source: 'Alight’s rules, “Whose word counts”: the tip door',
  },
  'court-order': {
    words: 'A court or a statute compels it; the person is told when that is safe',
    source: '34 U.S.C. § 12291(b)(2)(C)',
  },
};

/** A row of the ledger, as far as it decides. */
export interface Standing {
  readonly organizationId: string;
  readonly revokedAt: Date | null;
  readonly until: Date | null;
}

/**
 * May what a row of the ledger allows still leave? Asked at the moment of sending and of each look, since much may have changed.
 * @param to the address it would go to, or that whoever looks was asked at; undefined where it is nobody's in particular
 */
export const mayStillLeave = (
  row: Standing,
  list: readonly Listed[],
  now: Date,
  to: string | undefined = undefined,
): boolean =>
  row.revokedAt === null &&
  (row.until === null || row.until > now) &&
  !list.some(({ organizationId }) => organizationId === row.organizationId) &&
  (to === undefined || !isListedAddress(list, to));

/** Reports of partners, such as transit operators, from their own apps. How it works for them: README.md beside this. */
export { type PartnerApiDeps, registerPartnerApi } from './api.ts';
export {
  clearPartnerTimetable,
  type FromPartner,
  type ListedPartnerKey,
  listPartnerKeys,
  makePartnerKey,
  type PartnerKeyOrder,
  partnersOf,
  revokePartnerKey,
} from './keys.ts';
export { openPartnerSecrets, type SecretOf } from './signature.ts';

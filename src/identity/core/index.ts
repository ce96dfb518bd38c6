/** Who may do what. */
export {
  may,
  operatorRoles,
  type Permission,
  permissions,
  policy,
  type Role,
  roles,
  scopeKindOf,
} from './policy.ts';

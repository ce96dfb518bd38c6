/** The services of a response: planned, confirmed, followed, told and ended, each by somebody of the staff. */
import type { Showing } from '../../audit/index.ts';
import { type IsLive, reissueLink } from '../../paging/index.ts';
import {
  carriersFor,
  closeResponse,
  confirmResponse,
  giveLead,
  knownOf,
  passedOnOf,
  passOnAsInformation,
  type ResponsesDeps,
  showPlan,
  showResponse,
  standDown,
  tellCarrier,
} from '../../responses/index.ts';
import type { As } from './administration.ts';
import type { Services } from './services.ts';

export function responsesOf(
  {
    responses,
    showing,
    publicOrigin,
    isLive,
  }: {
    readonly responses: ResponsesDeps;
    readonly showing: Showing;
    readonly publicOrigin: string;
    readonly isLive: IsLive;
  },
  as: As,
): Pick<
  Services,
  | 'passOnAsInformation'
  | 'passedOn'
  | 'known'
  | 'plan'
  | 'confirmResponse'
  | 'response'
  | 'standDown'
  | 'closeResponse'
  | 'giveLead'
  | 'carriersFor'
  | 'reissueLink'
  | 'tellCarrier'
> {
  return {
    passOnAsInformation: (acting, signalId, reason, how) =>
      as(
        acting,
        'responses:decide',
        async (tx, by, at) =>
          void (await passOnAsInformation(tx, responses, { signalId, by, reason, ...how }, at)),
      ),
    passedOn: (acting, signalId) =>
      as(acting, 'reports:read', (tx, by, at) => passedOnOf(tx, showing, { signalId, by }, at)),
    known: (acting, signalId) =>
      as(acting, 'reports:read', (tx, by, at) => knownOf(tx, showing, { signalId, by }, at)),
    plan: (acting, id) =>
      as(acting, 'plans:read', (tx, by, at) => showPlan(tx, responses, showing, { signalId: id, by }, at)),
    confirmResponse: (acting, signalId, { reason, secondStaffId, leadOrganizationId, description }) =>
      as(acting, 'responses:decide', (tx, by, at) =>
        confirmResponse(
          tx,
          responses,
          { signalId, by, reason, secondBy: secondStaffId, leadOrganizationId, description },
          at,
        ),
      ),
    response: (acting, id) =>
      as(acting, 'responses:read', (tx, by, at) =>
        showResponse(tx, responses.geography, showing, { responseId: id, by }, at),
      ),
    standDown: (acting, responseId, reason) =>
      as(acting, 'responses:decide', (tx, by, at) => standDown(tx, { responseId, by, reason }, at)),
    closeResponse: (acting, responseId) =>
      as(acting, 'responses:decide', (tx, by, at) => closeResponse(tx, { responseId, by }, at)),
    giveLead: (acting, responseId, role, reason) =>
      as(acting, 'responses:decide', (tx, by, at) =>
        giveLead(
          tx,
          responses,
          { responseId, role: role as Parameters<typeof giveLead>[2]['role'], by, reason },
          at,
        ),
      ),
    carriersFor: (acting, responseId) =>
      as(acting, 'responses:read', (tx, _by, at) => carriersFor(tx, responses, responseId, at)),
    reissueLink: (acting, pageId) =>
      as(acting, 'pages:work', (tx, by, at) => reissueLink(tx, { publicOrigin, isLive }, { pageId, by }, at)),
    tellCarrier: (acting, responseId, organizationId, decision) =>
      as(acting, 'responses:decide', (tx, by, at) =>
        tellCarrier(tx, responses, { responseId, by, organizationId, decision }, at),
      ),
  };
}

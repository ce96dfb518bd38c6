/**
 * An agency's own sign-in: a real OpenID Connect server on this machine, in a process of its own so that its clock can be wrong.
 *   node test/support/agency-server.ts PORT CALLBACK SKEW_SECONDS
 * Whoever comes is the person that the header `agency-person` names, signed in there `agency-ago` seconds ago.
 */
import { createServer } from 'node:http';

const [port, callback, skewSeconds] = process.argv.slice(2) as [string, string, string];
const realNow = Date.now;
Date.now = () => realNow() + Number(skewSeconds) * 1000;

const { default: Provider } = await import('oidc-provider');

const people: Readonly<Record<string, { email: string; email_verified: boolean; name: string }>> = {
  noor: { email: 'Noor.Haddad@agency.example.org', email_verified: true, name: 'Noor Haddad' },
  unsure: { email: 'unsure.one@agency.example.org', email_verified: false, name: 'Unsure One' },
  elsewhere: { email: 'elsa.where@hotline.example.org', email_verified: true, name: 'Elsa Where' },
  stranger: { email: 'stranger@agency.example.org', email_verified: true, name: 'A Stranger' },
};
/** Whoever else comes is called as they come: `as-<name>`. */
const personOf = (id: string) =>
  people[id] ?? { email: `${id}@agency.example.org`, email_verified: true, name: id.replace(/^as-/, '') };
const clientId = 'alight';

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: clientId,
      client_secret: 'a secret that both of them know',
      redirect_uris: [callback],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  cookies: { keys: ['a key of this test'] },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, ...personOf(id) }),
  }),
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session!.accountId! });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});
const answer = provider.callback();

createServer((request, response) => {
  if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
  const person = String(request.headers['agency-person']);
  // How long ago they showed their key there, in seconds.
  const ts = Math.floor(Date.now() / 1000) - Number(request.headers['agency-ago'] ?? 0);
  provider.interactionFinished(request, response, { login: { accountId: person, ts } }).catch(() => {
    response.writeHead(500).end();
  });
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));

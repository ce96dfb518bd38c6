/** Signing in, and what administrators do about it: an instance in production, over HTTP, with every field of it marked. */
import { createOTP } from '@better-auth/utils/otp';
import type { Accounts } from '../../../src/identity/accounts/index.ts';
import { operatorOrganizationId } from '../../../src/platform/index.ts';
import { type Authenticator, openAuthenticator } from '../authenticator.ts';
import { fromBase32, inviteByTwo, Jar } from '../sign-in.ts';
import type { Answer, Fields, Walk } from './walk.ts';

const somebody = '01900000-0000-7000-8000-0000000000ad';
/** Long enough for a password, and of words that nobody tries first. */
const passwordOf = (walk: Walk, n: number): string => `${walk.given.mark} harbour ${n}`;

/** Somebody at a browser of their own. */
class Person {
  readonly jar = new Jar();
  readonly device: Authenticator;
  readonly walk: Walk;
  constructor(walk: Walk) {
    this.walk = walk;
    this.device = openAuthenticator(walk.given.formOrigin);
  }
  private kept(answer: Answer): Answer {
    this.jar.take([answer.headers['set-cookie'] ?? []].flat() as string[]);
    return answer;
  }
  private get headers(): Record<string, string> {
    return { cookie: this.jar.headers.get('cookie') ?? '' };
  }
  look = async (url: string): Promise<Answer> =>
    this.kept(await this.walk.done('GET', url, undefined, { accept: 'text/html', ...this.headers }));
  send = async (url: string, fields: Fields): Promise<Answer> =>
    this.kept(await this.walk.send(null, url, fields, this.headers));
  /** Refused, with words in it. */
  tries = async (url: string, fields: Record<string, string>): Promise<Answer> =>
    this.kept(await this.walk.ask('POST', url, new URLSearchParams(fields), this.headers));

  private async step(method: 'GET' | 'POST', name: string, body?: object): Promise<Answer> {
    const origin = this.walk.given.formOrigin;
    return this.kept(
      await this.walk.done(method, `/auth/passkey/${name}`, body, { ...this.headers, origin }),
    );
  }
  /** Makes a passkey, and shows it. */
  async settle(context = '?context=invited'): Promise<void> {
    const asked = await this.step('GET', `generate-register-options${context}`);
    const response = this.device.create(asked.json());
    await this.step('POST', `verify-registration${context}`, { response, name: this.walk.given.named });
    await this.show();
  }
  async show(): Promise<void> {
    const asked = await this.step('GET', 'generate-authenticate-options');
    await this.step('POST', 'verify-authentication', { response: this.device.get(asked.json()) });
  }
  /** Opens the link of an invitation. */
  async open(link: string): Promise<void> {
    await this.look(link);
    await this.send(link, {});
    await this.look('/sign-in/invited');
  }
}

/** Somebody whom two invited, with a passkey, signed in. */
async function settled(walk: Walk, accounts: Accounts, role: string, n: number): Promise<Person> {
  const person = new Person(walk);
  const { named } = walk.given;
  const order = { name: `P${n} ${named}`, email: `p${n}.${named}@example.org`, role };
  const { token } = await inviteByTwo(
    accounts,
    { ...order, organizationId: operatorOrganizationId },
    somebody,
  );
  await person.open(`/sign-in/invited/${token}`);
  await person.settle();
  return person;
}

const linkIn = ({ body }: Answer): string => /\/sign-in\/invited\/[\w-]{20,100}/.exec(body)![0];

/** One administrator asks, a supervisor agrees. @returns the link of the invitation */
async function invite(walk: Walk, administrator: Person, supervisor: Person): Promise<string> {
  const { named } = walk.given;
  await administrator.look('/console/keys');
  const order = { role: 'hotline-advocate', organization: '', name: `New ${named}` };
  const made = await administrator.send('/console/keys', {
    do: 'invite',
    email: `new.${named}@example.org`,
    ...order,
  });
  if (made.statusCode === 200) return linkIn(made);
  await supervisor.look('/console/keys');
  const id = await walk.newest('auth.invitation');
  return linkIn(await supervisor.send('/console/keys', { do: 'agree-invitation', id }));
}

async function byPassword(walk: Walk, link: string): Promise<Person> {
  const { mark, named } = walk.given;
  const person = new Person(walk);
  await person.open(link);
  const codes = await person.send('/sign-in/invited', { do: 'password', password: passwordOf(walk, 1) });
  const key = /class="code">([^<]+)</.exec(codes.body)![1]!.replaceAll(' ', '');
  const spare = [...codes.body.matchAll(/<code>([^<]+)<\/code>/g)].map(([, code]) => code!);
  await person.tries('/sign-in/invited', { do: 'code', code: mark });
  const now = Math.floor(Date.now() / 30_000);
  await person.send('/sign-in/invited', { do: 'code', code: await createOTP(fromBase32(key)).hotp(now) });
  const email = `new.${named}@example.org`;
  await person.look('/sign-in');
  await person.tries('/sign-in', { email: `${mark}@example.org`, password: mark, code: mark });
  await person.send('/sign-in', { email, password: passwordOf(walk, 1), code: spare[0]! });
  await person.look('/account/password');
  await person.send('/account/password', { email, old: passwordOf(walk, 1), next: passwordOf(walk, 2) });
  return person;
}

/** One's own keys and sessions; and the lock. */
async function ownAccount(walk: Walk, person: Person): Promise<void> {
  const page = await person.look('/account');
  const id = /name="id" value="([^"]+)"/.exec(page.body)![1]!;
  await person.send('/account', { do: 'name', id, name: `Desk ${walk.given.named}` });
  await person.send('/account', { do: 'end-others' });
}

async function recover(administrator: Person, supervisor: Person, personId: string): Promise<void> {
  const walk = administrator.walk;
  await supervisor.look('/console/keys');
  await supervisor.send('/console/keys', { do: 'recover', id: personId });
  const id = await walk.newest('auth.recovery');
  const { named } = walk.given;
  await administrator.look('/console/keys');
  await administrator.send('/console/keys', { do: 'approve', id, name: `New ${named}` });
}

/** Everybody who signs in, in every way but an agency's. */
export async function signIn(walk: Walk, accounts: Accounts): Promise<void> {
  const administrator = await settled(walk, accounts, 'hotline-administrator', 1);
  const supervisor = await settled(walk, accounts, 'supervisor', 2);
  const third = await byPassword(walk, await invite(walk, administrator, supervisor));
  await ownAccount(walk, administrator);
  await third.send('/account', { do: 'sign-out' });
  const [row] = await walk.given.rows<{ id: string }>('select id from staff where name = $1', [
    `New ${walk.given.named}`,
  ]);
  await recover(administrator, supervisor, row!.id);
  await walk.wait(31 * 60);
  await supervisor.look('/sign-in/locked');
  await supervisor.send('/sign-in/locked', {});
}

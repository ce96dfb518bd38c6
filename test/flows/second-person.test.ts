/** Roles that two give: no administrator makes an accomplice a second voice alone. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { may } from '../../src/identity/core/index.ts';
import { administratorId, advocateId, type House, openHouse, supervisorId } from '../support/house.ts';

const secondId = '01900000-0000-7000-8000-000000000002';
const auditorId = '01900000-0000-7000-8000-000000000005';
const by = { staffId: administratorId };
const supervisor = { staffId: supervisorId };
const hours = 3600;

describe('a role that two give', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());
  const roleOf = async (id: string) =>
    (
      await house.database.db
        .selectFrom('staff')
        .select('role')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).role;
  const waiting = async (who = supervisor) => (await house.alight.services.keys(who)).grants;
  /** @returns the id of what waits */
  const ask = async (id: string, role: string, as = by) => {
    expect(await house.alight.services.changeRole(as, id, role)).toBe('asked');
    return (await waiting()).find(({ personId }) => personId === id)!.id;
  };
  const later = (seconds: number) =>
    house.clock.moveTo(new Date(house.clock.now().getTime() + seconds * 1000));

  test('changes nothing until a second person agrees, and then from the next request on', async () => {
    const { services } = house.alight;
    const id = await ask(advocateId, 'supervisor');
    expect(await roleOf(advocateId)).toBe('hotline-advocate');
    expect(await waiting()).toMatchObject([
      {
        personId: advocateId,
        role: 'supervisor',
        name: 'Riley Adams (demo)',
        askedByName: 'Lee Novak (demo)',
      },
    ]);
    await services.agreeRole(supervisor, id);
    expect(await roleOf(advocateId)).toBe('supervisor');
    expect(await waiting()).toEqual([]);
    const leaves = await house.database.db
      .selectFrom('audit_leaf')
      .select(['actor_id', 'action', 'detail'])
      .where('subject_id', '=', advocateId)
      .where('action', 'like', 'role-%')
      .orderBy('action')
      .execute();
    const detail = { from: 'hotline-advocate', to: 'supervisor' };
    expect(leaves).toEqual([
      { actor_id: administratorId, action: 'role-asked', detail },
      { actor_id: supervisorId, action: 'role-changed', detail },
    ]);
    expect(await services.changeRole(by, advocateId, 'hotline-advocate'), 'less takes one').toBe('changed');
  });

  test('is not agreed to by whoever asked, by the person, nor by anybody whose role has no say', async () => {
    const { services } = house.alight;
    await services.changeRole(by, secondId, 'auditor');
    await services.changeRole(by, secondId, 'hotline-advocate');
    const id = await ask(secondId, 'hotline-administrator');
    await expect(services.agreeRole(by, id)).rejects.toMatchObject({ code: 'role-second-person' });
    for (const staffId of [secondId, advocateId, auditorId])
      await expect(services.agreeRole({ staffId }, id)).rejects.toMatchObject({ code: 'not-here' });
    expect(await roleOf(secondId)).toBe('hotline-advocate');
    await services.refuseRole(supervisor, id);
    await expect(services.agreeRole(supervisor, id)).rejects.toMatchObject({ code: 'role-over' });
    await expect(services.refuseRole(supervisor, id)).rejects.toMatchObject({ code: 'role-over' });
    await expect(services.agreeRole(supervisor, auditorId)).rejects.toMatchObject({ code: 'not-here' });
  });

  test('of somebody who has a say is not agreed to by themselves', async () => {
    const { services } = house.alight;
    const id = await ask(supervisorId, 'hotline-administrator');
    await expect(services.agreeRole(supervisor, id)).rejects.toMatchObject({ code: 'role-second-person' });
    await services.refuseRole(by, id);
  });

  test('waits three days, and not after another word, or once the person or whoever asked has left', async () => {
    const { services } = house.alight;
    const old = await ask(advocateId, 'supervisor');
    later(72 * hours);
    expect(await waiting()).toEqual([]);
    await expect(services.agreeRole(supervisor, old)).rejects.toMatchObject({ code: 'role-over' });

    const replaced = await ask(advocateId, 'supervisor');
    later(1);
    const newer = await ask(advocateId, 'hotline-administrator');
    await expect(services.agreeRole(supervisor, replaced)).rejects.toMatchObject({ code: 'role-over' });
    await services.changeActive(by, advocateId, false);
    await services.changeActive(by, advocateId, true);
    await expect(services.agreeRole(supervisor, newer)).rejects.toMatchObject({ code: 'role-over' });

    const orphan = await ask(advocateId, 'supervisor');
    await house.database.db
      .updateTable('staff')
      .set({ role: 'auditor' })
      .where('id', '=', administratorId)
      .execute();
    await expect(services.agreeRole(supervisor, orphan)).rejects.toMatchObject({ code: 'asker-gone' });
    await house.database.db
      .updateTable('staff')
      .set({ role: 'hotline-administrator' })
      .where('id', '=', administratorId)
      .execute();
    await services.refuseRole(supervisor, orphan);
  });

  test('is agreed to once, when two agree at the same moment', async () => {
    const { services } = house.alight;
    await house.database.db
      .updateTable('staff')
      .set({ role: 'supervisor' })
      .where('id', '=', secondId)
      .execute();
    const id = await ask(advocateId, 'supervisor');
    const results = await Promise.allSettled([
      services.agreeRole(supervisor, id),
      services.agreeRole({ staffId: secondId }, id),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await services.changeRole(by, advocateId, 'hotline-advocate');
  });

  test('is heard of by supervisors when it is asked for, by no name', async () => {
    await house.alight.services.refuseRole(supervisor, await ask(advocateId, 'supervisor'));
    await house.wait(1);
    const alerts = (await house.call('GET', '/v1/alerts', undefined, { 'alight-actor': supervisorId })).json()
      .alerts;
    expect(alerts.map(({ kind }: { kind: string }) => kind)).toContain('role-asked');
    expect(JSON.stringify(alerts)).not.toContain('Riley');
  });

  test('the database itself takes no word of the same person twice', async () => {
    const grant = {
      id: '01900000-0000-7000-8000-0000000000f1',
      person_id: advocateId,
      role: 'supervisor',
      asked_by: administratorId,
      asked_at: new Date(),
      agreed_at: new Date(),
    };
    for (const wrong of [
      { ...grant, agreed_by: administratorId },
      { ...grant, agreed_by: advocateId },
      { ...grant, asked_by: advocateId },
      { ...grant, role: 'auditor' },
    ])
      await expect(house.database.db.insertInto('role_grant').values(wrong).execute()).rejects.toThrow(
        'violates check constraint',
      );
  });
});

describe('an invitation to such a role', () => {
  let house: House;
  const first = { staffId: '01900000-0000-7000-8000-0000000000b1' };
  const second = { staffId: '01900000-0000-7000-8000-0000000000b2' };
  beforeAll(async () => {
    house = await openHouse(new Date(), false, { ALIGHT_MODE: 'production' });
    await house.database.db
      .insertInto('staff')
      .values([
        { id: first.staffId, name: 'First Administrator', role: 'hotline-administrator' },
        { id: second.staffId, name: 'A Supervisor', role: 'supervisor' },
      ])
      .execute();
  });
  afterAll(() => house.close());
  const order = (name: string, role: string) => ({
    name,
    email: `${name.toLowerCase().replaceAll(' ', '.')}@hotline.example.org`,
    role,
    organization: '',
  });
  const invitationOf = async (name: string) =>
    (await house.alight.services.keys(second)).invitations.find((one) => one.name === name)!;
  const secretOf = (link: string) => link.split('/').at(-1)!;

  test.each(['supervisor', 'hotline-administrator'])(
    '%s has no link, and whoever agrees gets it',
    async (role) => {
      const { services } = house.alight;
      const name = `New ${role}`;
      expect(await services.invitePerson(first, order(name, role))).toEqual({ link: null });
      const waits = await invitationOf(name);
      expect(waits).toMatchObject({ waits: true, askedByName: 'First Administrator' });
      await expect(services.agreeInvitation(first, waits.id)).rejects.toMatchObject({
        code: 'role-second-person',
      });
      const { link } = await services.agreeInvitation(second, waits.id);
      expect(await services.signIn!.invitation(secretOf(link))).toMatchObject({ name, role });
      expect(await invitationOf(name)).toMatchObject({ waits: false });
      await expect(services.agreeInvitation(second, waits.id)).rejects.toMatchObject({ code: 'not-here' });
    },
  );

  test('that was refused, or is three days old, is over', async () => {
    const { services } = house.alight;
    await services.invitePerson(first, order('Not Wanted', 'supervisor'));
    const refused = await invitationOf('Not Wanted');
    await services.takeBackInvitation(second, refused.personId);
    await expect(services.agreeInvitation(second, refused.id)).rejects.toMatchObject({ code: 'role-over' });
    await services.invitePerson(first, order('Long Ago', 'supervisor'));
    const old = await invitationOf('Long Ago');
    house.clock.moveTo(new Date(house.clock.now().getTime() + 72 * hours * 1000));
    await expect(services.agreeInvitation(second, old.id)).rejects.toMatchObject({ code: 'role-over' });
  });

  test('to any other role takes one person, as before', async () => {
    const { link } = await house.alight.services.invitePerson(
      first,
      order('New Advocate', 'hotline-advocate'),
    );
    expect(await house.alight.services.signIn!.invitation(secretOf(link!))).toMatchObject({
      role: 'hotline-advocate',
    });
  });

  test('is made with a link by nobody alone, not even by who writes to the table', async () => {
    const client = new pg.Client({ connectionString: house.database.authUrl });
    await client.connect();
    try {
      const insert = (by: string | null, role: string) =>
        client.query(
          `insert into auth.invitation (id, kind, person_id, name, email, role, organization_id, token_hash, invited_by, created_at, expires_at)
           values (gen_random_uuid(), 'invitation', gen_random_uuid(), 'x', 'x@example.org', $2, gen_random_uuid(), decode(md5(random()::text) || md5(random()::text), 'hex'), $1, now(), now())`,
          [by, role],
        );
      await expect(insert(first.staffId, 'supervisor')).rejects.toThrow('invitation_by_two');
      await insert(first.staffId, 'hotline-advocate');
      await insert(null, 'hotline-administrator');
    } finally {
      await client.end();
    }
  });
});

describe('where one person is alone', () => {
  let house: House;
  const alone = { staffId: '01900000-0000-7000-8000-0000000000c1' };
  const advocate = '01900000-0000-7000-8000-0000000000c2';
  beforeAll(async () => {
    house = await openHouse(new Date(), false, { ALIGHT_MODE: 'production' });
    await house.database.db
      .insertInto('staff')
      .values([
        { id: alone.staffId, name: 'Only Administrator', role: 'hotline-administrator' },
        { id: advocate, name: 'An Advocate', role: 'hotline-advocate' },
      ])
      .execute();
  });
  afterAll(() => house.close());
  const alight = async (...args: string[]) => {
    const settings = {
      ...process.env,
      ALIGHT_MODE: 'production',
      ALIGHT_DATA_FOLDER: house.folder,
      DATABASE_URL: house.database.url,
      AUTH_DATABASE_URL: house.database.authUrl,
    };
    const run = promisify(execFile)(process.execPath, ['src/main/cli.ts', 'people', ...args, '--json'], {
      env: settings,
    });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    return JSON.parse(stdout);
  };

  // Seven programs are started one after the other.
  test('the machine is the second person, on record, until there is another one', {
    timeout: 240_000,
  }, async () => {
    const { services } = house.alight;
    await services.changeRole(alone, advocate, 'supervisor');
    await services.invitePerson(alone, {
      name: 'Next Administrator',
      email: 'next@hotline.example.org',
      role: 'hotline-administrator',
      organization: '',
    });
    const { waiting } = await alight('waiting');
    expect(waiting.map(({ name }: { name: string }) => name)).toEqual(['An Advocate', 'Next Administrator']);
    const invited = await alight('agree', waiting[1].id);
    expect(invited).toMatchObject({ ok: true, name: 'Next Administrator' });
    expect(await services.signIn!.invitation(invited.link.split('/').at(-1))).toMatchObject({
      role: 'hotline-administrator',
    });
    expect(await alight('agree', waiting[0].id)).toEqual({
      ok: true,
      name: 'An Advocate',
      role: 'supervisor',
    });
    const leaf = await house.database.db
      .selectFrom('audit_leaf')
      .select(['actor_kind', 'actor_id'])
      .where('action', '=', 'role-changed')
      .executeTakeFirstOrThrow();
    expect(leaf).toEqual({ actor_kind: 'system', actor_id: null });

    await services.invitePerson(alone, {
      name: 'One More',
      email: 'more@hotline.example.org',
      role: 'supervisor',
      organization: '',
    });
    const [more] = (await alight('waiting')).waiting;
    expect(await alight('agree', more.id)).toEqual({
      ok: false,
      faults: [
        expect.stringContaining('Somebody else can agree. The machine agrees only where nobody else could.'),
      ],
    });
    expect(may('supervisor', 'roles:agree')).toBe(true);
    await services.agreeInvitation({ staffId: advocate }, more.id);
    expect(await alight('agree', more.id)).toMatchObject({ ok: false });
  });
});

/** Reads the demonstration's world from its files and checks their shape, so that a slip in a file is said in words. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const folder = new URL('../../database/demo/missouri/', import.meta.url);

const fips = z.string().regex(/^\d{5}$/);
const phone = z.string().regex(/^\d{3}-555-01\d{2}$/, 'only 555-0100 to 555-0199 are fictional');
const areaCode = z.string().regex(/^\d{3}$/);
const degrees = z.number().min(-180).max(180);
const person = z.tuple([z.string(), phone]);
const personWithTurn = z.tuple([z.string(), phone, z.enum(['always', 'day', 'night'])]);
const unit = z.tuple([z.string(), degrees, degrees]);

const county = z.object({
  fips,
  name: z.string(),
  troop: z.string().optional(),
  state: z.string().optional(),
  areaCode,
  lon: degrees,
  lat: degrees,
});
const patrol = z.object({
  troop: z.string(),
  town: z.string(),
  desk: phone,
  onCall: person,
  units: z.array(unit),
});
const police = z.object({
  city: z.string(),
  county: z.array(fips),
  desk: phone,
  onCall: person,
  lon: degrees,
  lat: degrees,
  meters: z.number().positive(),
  units: z.array(unit),
});
const coverage = z.object({
  authority: z.enum(['own', 'statewide', 'mutual-aid', 'on-site', 'service-area']),
  shape: z.enum(['counties', 'states', 'corridor', 'radius']),
  countyFips: z.array(fips).default([]),
  stateFips: z.array(z.string().regex(/^\d{2}$/)).default([]),
  corridor: z.string().optional(),
  withinMeters: z.number().positive().optional(),
  lon: degrees.optional(),
  lat: degrees.optional(),
  mode: z.enum(['rail', 'bus']).optional(),
  placeName: z.string(),
  automatic: z.boolean().default(true),
});
const organization = z.object({
  name: z.string(),
  kind: z.enum(['agency', 'provider', 'carrier']),
  role: z.string(),
  desk: phone,
  email: z.email().endsWith('.example').optional(),
  onCall: z.array(personWithTurn),
  units: z.array(unit),
  coverage: z.array(coverage).min(1),
});
const agreement = z.object({ sheriffOf: fips, actsIn: z.array(fips) });

async function read<T>(name: string, shape: z.ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(JSON.parse(await readFile(new URL(name, folder), 'utf8')));
  if (!parsed.success)
    throw new Error(
      `database/demo/missouri/${name} is not as it should be:\n${z.prettifyError(parsed.error)}`,
    );
  return parsed.data;
}

export type DemoCounty = z.infer<typeof county>;
export type DemoOrganization = z.infer<typeof organization>;
export type DemoFiles = Awaited<ReturnType<typeof readDemoFiles>>;

/** All the files, read at once. */
export async function readDemoFiles() {
  const [counties, neighbours, patrols, cities, organizations, agreements, corridors, people] =
    await Promise.all([
      read('counties.json', z.array(county)),
      read('neighbours.json', z.array(county)),
      read('patrols.json', z.array(patrol)),
      read('police.json', z.array(police)),
      read('organizations.json', z.array(organization)),
      read('agreements.json', z.array(agreement)),
      read('corridors.json', z.record(z.string(), z.array(z.tuple([degrees, degrees])))),
      read('people.json', z.object({ given: z.array(z.string()), family: z.array(z.string()) })),
    ]);
  return { counties, neighbours, patrols, cities, organizations, agreements, corridors, people };
}

/** What openapi.json says of every operation without each having to say it: how it refuses. */

/** The parts of the description that are touched here. */
interface Description {
  paths?: Record<string, Record<string, unknown> | undefined> | undefined;
  components?: { schemas?: Record<string, unknown> } | undefined;
}

const problemSchema = {
  type: 'object',
  description: 'A problem as RFC 9457 has it, in words for a person, with a stable code for programs.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable, kebab-case.' },
    errors: {
      type: 'array',
      description: 'For a bad body: which fields, and why.',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** Adds the problem as the default answer of every operation. */
export function describeProblems<D extends object>(given: D): D {
  const description = given as D & Description;
  description.components = {
    ...description.components,
    schemas: { ...description.components?.schemas, Problem: problemSchema },
  };
  for (const operations of Object.values(description.paths ?? {}))
    for (const operation of Object.values(operations ?? {})) {
      const { responses } = operation as { responses?: Record<string, unknown> };
      if (responses)
        responses['default'] = {
          description: 'A refusal, or a fault of ours, in words.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        };
    }
  return given;
}

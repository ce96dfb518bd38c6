import { useFacts } from '../ui/facts.ts';
import { Plain } from './pages.tsx';

export default function Developers() {
  const origin = useFacts()?.publicOrigin ?? '';
  return (
    <Plain title="Developers">
      <p>
        Everything here has an API, described as OpenAPI 3.1 in <a href="/openapi.json">openapi.json</a>, with
        an example for every request.
      </p>
      <h2>Send a report</h2>
      <pre className="sample" dir="ltr">{`curl -X POST ${origin}/v1/signals \\
  -H 'content-type: application/json' \\
  -H 'idempotency-key: my-own-key-0001' \\
  -d '{"door":"professional","narrative":"What I saw"}'`}</pre>
      <p>
        201 means that it is on disk. The same key and report give the same receipt; the same key with another
        report gives 409. Errors are problem+json (RFC 9457).
      </p>
    </Plain>
  );
}

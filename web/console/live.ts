/**
 * Follows a response. Roles, pages, timeline and who was told are always of one and the same answer of the server, so that
 * they can never contradict each other: a line of the stream only says that there is something new to fetch.
 */
import { useEffect, useState } from 'react';

const retryMilliseconds = 1_500;

interface Seen {
  readonly id: string;
  readonly timeline: readonly { readonly sequence: number }[];
}

const lastOf = (response: Seen): number => response.timeline.at(-1)?.sequence ?? 0;

/**
 * @param first what the server rendered
 * @param actor who looks
 * @returns the newest answer there is, and whether more is known to have happened, or the line is down
 */
export function useLive<Response extends Seen>(
  first: Response,
  actor: string,
): { response: Response; behind: boolean } {
  const [response, setResponse] = useState(first);
  const [behind, setBehind] = useState(false);
  useEffect(() => {
    let here = true;
    let shown = lastOf(first);
    let wanted = shown;
    let fetching = false;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    /** Fetches until the answer holds every line that was announced; one question at a time, so that no old one wins. */
    const look = async () => {
      if (fetching) return;
      fetching = true;
      while (here && shown < wanted) {
        const asked = wanted;
        const answer = await fetch(`/v1/responses/${first.id}`, { headers: { 'alight-actor': actor } })
          .then((got) => (got.ok ? (got.json() as Promise<Response>) : undefined))
          .catch(() => undefined);
        if (!here) return;
        if (answer) {
          // An answer asked for after a line was announced holds what that line did.
          shown = Math.max(asked, lastOf(answer));
          setResponse(answer);
          setBehind(false);
        } else {
          setBehind(true);
          await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
        }
      }
      fetching = false;
    };
    const follow = () => {
      source = new EventSource(`/v1/responses/${first.id}/events?actor=${actor}&after=${shown}`);
      source.addEventListener('open', () => setBehind(shown < wanted));
      source.addEventListener('timeline', (event) => {
        wanted = Math.max(wanted, (JSON.parse(event.data) as { sequence: number }).sequence);
        void look();
      });
      source.addEventListener('error', () => {
        source?.close();
        setBehind(true);
        timer = setTimeout(follow, retryMilliseconds);
      });
    };
    setResponse(first);
    follow();
    return () => {
      here = false;
      clearTimeout(timer);
      source?.close();
    };
  }, [first, actor]);
  return { response, behind };
}

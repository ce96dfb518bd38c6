/**
 * The frame of every page: who runs this instance, that it is not 911, a way out, and nothing that a person watching the
 * screen would notice. Public pages send no script at all.
 */
import type { ReactNode } from 'react';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  useMatches,
  useRouteLoaderData,
} from 'react-router';
import type { Route } from './+types/root';
import { nonceContext, servicesContext } from './context.ts';
import './look.scss';
import { Exit } from './ui/exit.tsx';
import { Mark } from './ui/mark.tsx';
import { Dial } from './ui/said.tsx';

export function loader({ context, request }: Route.LoaderArgs) {
  const { instance } = context.get(servicesContext);
  const path = new URL(request.url).pathname;
  return {
    instance,
    nonce: context.get(nonceContext),
    staff: /^\/(console|portal|sandbox|p\/|gallery|sign-in|account)/.test(path),
    // Responders see no way into the console.
    desk: /^\/(console|sandbox|gallery)/.test(path),
  };
}

export const links: Route.LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: Route.MetaFunction = () => [{ title: 'Help and information' }];

const hydrates = (handle: unknown): boolean =>
  typeof handle === 'object' && handle !== null && 'hydrate' in handle && handle.hydrate === true;

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  const live = useMatches().some((match) => hydrates(match.handle));
  return (
    <html lang="en" dir="ltr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links nonce={data?.nonce} />
      </head>
      <body className={data?.staff ? 'desk' : 'site'}>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <Frame facts={data?.instance} staff={data?.staff ?? false} desk={data?.desk ?? false}>
          {children}
        </Frame>
        {live && data ? <Scripts nonce={data.nonce} /> : null}
      </body>
    </html>
  );
}

type Facts = Awaited<ReturnType<typeof loader>>['instance'];

function Frame({
  facts,
  staff,
  desk,
  children,
}: {
  facts: Facts | undefined;
  staff: boolean;
  desk: boolean;
  children: ReactNode;
}) {
  return (
    <>
      {facts?.demo ? (
        <section className="demo-banner" aria-label="Demonstration">
          A demonstration. If you need help now: 911, National Human Trafficking Hotline{' '}
          <Dial number="1-888-373-7888" />, text <Dial number="233733" />.
        </section>
      ) : null}
      <header className="bar">
        <a className="bar__home" href="/">
          <Mark /> <span>Alight</span>
        </a>
        {desk ? (
          <nav aria-label="Staff pages" className="bar__nav">
            <a href="/console">Console</a>
            {facts?.demo ? <a href="/sandbox">Phones</a> : null}
          </nav>
        ) : staff ? null : (
          <div className="bar__out">
            <Exit className="bar__exit" />
            {/* No script runs here, so nothing can take this page out of the history: that is said. */}
            <span className="bar__note" id="back-note">
              Back may show this page
            </span>
          </div>
        )}
      </header>
      <main id="main" tabIndex={-1} className="page">
        {children}
      </main>
      <Foot facts={facts} staff={staff} />
    </>
  );
}

const morePages = [
  ['/help', 'Get help'],
  ['/signs', 'Signs'],
  ['/directory', 'Help nearby'],
  ['/receipt', 'Your code'],
  ['/about', 'About and privacy'],
  ['/developers', 'Developers'],
] as const;

function Foot({ facts, staff }: { facts: Facts | undefined; staff: boolean }) {
  return (
    <footer className="foot">
      {staff ? null : (
        <nav aria-label="More">
          {morePages.map(([to, name]) => (
            <a key={to} href={to}>
              {name}
            </a>
          ))}
        </nav>
      )}
      {facts ? (
        <p>
          Run by {facts.operatorName}. Open {facts.hours}. Phone <Dial number={facts.phone} />.
          <br />
          <strong>Not the National Human Trafficking Hotline, police or 911.</strong>
        </p>
      ) : null}
    </footer>
  );
}

export default function App() {
  return <Outlet />;
}

/** An error page says what happened in words, that 911 comes first, and where to go on. */
export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  // Whoever works here goes on at their own desk; a responder is not sent to the public pages.
  const frame = useRouteLoaderData<typeof loader>('root');
  const known = isRouteErrorResponse(error);
  const missing = known && error.status === 404;
  const said =
    known && typeof error.data === 'object' && error.data !== null
      ? (error.data as { title?: string; detail?: string })
      : {};
  return (
    <>
      <h1>{said.title ?? (missing ? 'There is nothing here' : 'Something went wrong on our side')}</h1>
      <p>
        {said.detail ??
          (missing
            ? 'The page may have moved, or the address is mistyped.'
            : 'Please try again in a moment.')}
      </p>
      <p>Is someone in danger right now? Call 911, or text 911 where available.</p>
      {frame?.desk ? (
        <a className="usa-button" href="/console">
          Go to the queue
        </a>
      ) : frame?.staff ? (
        <p>
          Questions: call <Dial number={frame.instance.phone} />.
        </p>
      ) : (
        <a className="usa-button" href="/">
          Start again
        </a>
      )}
    </>
  );
}

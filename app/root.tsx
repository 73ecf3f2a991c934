import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { readPreferences } from "#app/http/preferences.server.ts";
import { TroublePage } from "#app/routes/auth/trouble-page.tsx";
import { useNonce } from "#app/ui/nonce.ts";
import styles from "#app/ui/tokens.css?url";

export const meta: MetaFunction = ({ error }) => {
  if (!error) return [{ title: "Castellan" }];
  const isAbsent = isRouteErrorResponse(error) && error.status === 404;
  return [{ title: isAbsent ? "Not found · Castellan" : "Not done · Castellan" }];
};
export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", type: "image/svg+xml", href: "/favicon.svg" },
];

export function loader({ request }: LoaderFunctionArgs) {
  return readPreferences(request);
}

export function Layout({ children }: { children: ReactNode }) {
  const looks = useRouteLoaderData<typeof loader>("root");
  const nonce = useNonce();
  return (
    <html
      lang="en"
      data-theme={looks?.theme === "system" ? undefined : looks?.theme}
      data-density={looks?.density === "roomy" ? "roomy" : undefined}
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <TroublePage />;
}

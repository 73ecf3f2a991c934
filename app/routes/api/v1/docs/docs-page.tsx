import type { ReactNode } from "react";
import { paths } from "#app/http/paths.ts";
import { ClientNavigation } from "#app/ui/layout/client-navigation.tsx";

/** The shell of the API's pages, which anybody may read. */
export function DocsPage({ children }: { children: ReactNode }) {
  return (
    <>
      <ClientNavigation />
      <a href="#main" className="skip" data-reload="">
        Skip to content
      </a>
      <header className="topbar">
        <nav aria-label="API" className="flex min-w-0 flex-wrap gap-x-4">
          <a href={paths.apiDocs} className="font-semibold">
            Castellan API
          </a>
          <a href={paths.openApi} className="link" data-reload="">
            OpenAPI document
          </a>
        </nav>
      </header>
      <main id="main" tabIndex={-1} className="page mx-auto w-full max-w-[960px] outline-none">
        {children}
      </main>
    </>
  );
}

export function Method({ method }: { method: string }) {
  return <span className="mono inline-block w-16 shrink-0 font-medium text-muted">{method}</span>;
}

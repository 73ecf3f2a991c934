import type { ReactNode } from "react";
import { ClientNavigation } from "./client-navigation.tsx";

type CardPageProps = {
  title: ReactNode;
  /** One sentence under the title. */
  intro?: ReactNode;
  /** Links under the card. */
  foot?: ReactNode;
  /** 360 px for sign-in and errors; wide (640 px) for first steps. */
  wide?: boolean;
  children?: ReactNode;
};

/** One small task without the shell: sign-in, invitation, errors. */
export function CardPage({ title, intro, foot, wide, children }: CardPageProps) {
  return (
    <div className="grid min-h-dvh place-items-center p-4">
      <ClientNavigation />
      <main className={wide ? "w-full max-w-[640px]" : "w-full max-w-[360px]"}>
        <p className="mb-3 flex items-center gap-2 font-semibold text-base">
          <CastellanMark />
          Castellan
        </p>
        <div className="card p-6">
          <h1 tabIndex={-1} className="text-xl">
            {title}
          </h1>
          {intro ? <p className="mt-1 text-base text-muted">{intro}</p> : null}
          {children ? <div className="mt-4 grid gap-4">{children}</div> : null}
        </div>
        {foot ? <div className="mt-4 text-muted">{foot}</div> : null}
      </main>
    </div>
  );
}

/** A gatehouse: the product's mark, drawn in the colour of things one can act on. */
function CastellanMark() {
  return (
    <svg viewBox="0 0 20 20" className="size-5 text-accent-text" fill="currentColor" aria-hidden="true">
      <path d="M2 3h3.5v2.5h2.75V3h3.5v2.5h2.75V3H18v15h-5v-4a3 3 0 0 0-6 0v4H2z" />
    </svg>
  );
}

import { useLocation, useNavigationType } from "@remix-run/react";
import { lazy, Suspense } from "react";
import { Banner } from "../banner.tsx";

const Toast = lazy(() => import("./toast.tsx").then((module) => ({ default: module.Toast })));

/** What the last action did: a banner on a page that was loaded whole, a toast after a client navigation. */
export function Said({ text }: { text: string }) {
  const { key } = useLocation();
  // the key is no sign of it: a script of the framework has given the first page one before it is hydrated
  const isLoadedWhole = useNavigationType() === "POP";
  const banner = <Banner kind="success">{text}</Banner>;
  if (isLoadedWhole) return banner;
  return (
    <Suspense fallback={banner}>
      <Toast key={key} text={text} />
    </Suspense>
  );
}

import { useLocation } from "@remix-run/react";
import { lazy, Suspense } from "react";
import { Banner } from "../banner.tsx";

const Toast = lazy(() => import("./toast.tsx").then((module) => ({ default: module.Toast })));

/** What the last action did: a banner on a page that was loaded whole, a toast after a client navigation. */
export function Said({ text }: { text: string }) {
  const { key } = useLocation();
  const banner = <Banner kind="success">{text}</Banner>;
  if (key === "default") return banner;
  return (
    <Suspense fallback={banner}>
      <Toast key={key} text={text} />
    </Suspense>
  );
}

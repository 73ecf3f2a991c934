import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";

/** Often enough to watch, seldom enough for a job of an hour. */
const LOOK_AGAIN_MS = 2_000;

/**
 * Stands where a job still works: says so, and loads the page's data again until the job has ended and this is no longer
 * drawn; a page nobody sees waits. Without scripts it says to load the page again.
 */
export function FollowWork({ what }: { what: string }) {
  const { state, revalidate } = useRevalidator();
  const [follows, setFollows] = useState(false);
  useEffect(() => setFollows(true), []);
  useEffect(() => {
    if (state !== "idle") return;
    const timer = setInterval(() => {
      if (!document.hidden) revalidate();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [state, revalidate]);
  return (
    <span role="status">
      {what} {follows ? "This page follows by itself." : "Load this page again to see what came of it."}
    </span>
  );
}

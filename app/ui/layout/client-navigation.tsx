import { useLocation, useNavigate, useNavigation, useSubmit } from "@remix-run/react";
import { useEffect } from "react";
import { forgetSubmission, rememberSubmission } from "../last-submission.ts";

/** The link a plain click on `event` means to follow inside this application, if any. */
function internalLink(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return undefined;
  if (link.hasAttribute("data-reload") || link.hasAttribute("download")) return undefined;
  if (link.target !== "" && link.target !== "_self") return undefined;
  return link;
}

// Outlives the component: a page may bring its own shell. Only effects touch it, so never the server.
let lastPathname: string | undefined;

/** A filter's address without the parameters nobody filled in. */
function addressOf(form: HTMLFormElement, action: URL, submitter: HTMLElement | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string" && value !== "") query.append(name, value);
  }
  return query.size > 0 ? `${action.pathname}?${query}` : action.pathname;
}

function setBusy(button: Element | null, busy: boolean): void {
  if (busy) button?.setAttribute("aria-busy", "true");
  else for (const other of document.querySelectorAll("button[aria-busy]")) other.removeAttribute("aria-busy");
}

/**
 * Makes plain `<a>` and `<form>` navigate without a page load, from one pair of listeners, so that
 * tables need no component per link. `data-reload` opts a link or form out. Also keeps the promises every
 * page makes: busy buttons, focus on the h1 of a new page, on the error summary of a refused form.
 */
export function ClientNavigation() {
  const navigate = useNavigate();
  const submit = useSubmit();
  const { state } = useNavigation();
  const { pathname, key } = useLocation();

  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = internalLink(event);
      if (!link) return;
      const target = link.pathname + link.search + link.hash;
      if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
      event.preventDefault();
      navigate(target, { replace: target === location.pathname + location.search });
    };
    const onSubmit = (event: SubmitEvent) => {
      const form = event.target;
      if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.hasAttribute("data-reload"))
        return;
      if (event.submitter?.hasAttribute("data-reload") || form.method === "dialog") return;
      const action = new URL(event.submitter?.getAttribute("formaction") ?? form.action, location.href);
      if (action.origin !== location.origin) return;
      event.preventDefault();
      if (form.querySelector("button[aria-busy=true]")) return;
      setBusy(event.submitter, true);
      if (form.method === "get") {
        navigate(addressOf(form, action, event.submitter));
        return;
      }
      const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
      rememberSubmission(action.pathname + action.search, new FormData(form));
      submit(button ?? form, { action: action.pathname + action.search });
    };
    const onChange = (event: Event) => {
      const control = event.target;
      if (control instanceof HTMLSelectElement && control.form?.hasAttribute("data-filter")) {
        control.form.requestSubmit();
      }
    };
    addEventListener("click", onClick);
    addEventListener("submit", onSubmit);
    addEventListener("change", onChange);
    return () => {
      removeEventListener("click", onClick);
      removeEventListener("submit", onSubmit);
      removeEventListener("change", onChange);
    };
  }, [navigate, submit]);

  useEffect(() => {
    if (state !== "idle") return;
    forgetSubmission();
    setBusy(null, false);
    document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
  }, [state]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key changes with every navigation, also to the same path
  useEffect(() => {
    const newPage = lastPathname !== undefined && lastPathname !== pathname;
    lastPathname = pathname;
    for (const open of document.querySelectorAll<HTMLElement>("[popover]:popover-open")) open.hidePopover();
    if (newPage) document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [pathname, key]);

  return null;
}

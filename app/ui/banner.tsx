import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";
import type { Tone } from "./tones.ts";

export type BannerKind = "info" | "success" | "warning" | "problem" | "unknown" | "drift";

const looks: Record<BannerKind, { tone: Tone; icon: IconName }> = {
  info: { tone: "blue", icon: "info" },
  success: { tone: "green", icon: "circle-check" },
  warning: { tone: "amber", icon: "triangle-alert" },
  problem: { tone: "red", icon: "octagon-alert" },
  unknown: { tone: "slate", icon: "eye-off" },
  drift: { tone: "purple", icon: "git-compare-arrows" },
};

/** One sentence for the whole page and at most one action. At most one banner at a time. */
export function Banner({
  kind,
  action,
  children,
}: {
  kind: BannerKind;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { tone, icon } = looks[kind];
  return (
    <div
      className={kind === "unknown" ? "banner border-dashed" : "banner"}
      data-tone={tone}
      role={kind === "problem" ? "alert" : "status"}
    >
      <Icon name={icon} />
      <div className="min-w-0 flex-1 basis-60 self-center wrap-anywhere">{children}</div>
      {action}
    </div>
  );
}

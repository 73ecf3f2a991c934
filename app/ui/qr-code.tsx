/** Dark on light in both themes: many cameras do not read the other way round. */
export function QrCode({ path, size, label }: { path: string; size: number; label: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 rounded-md border border-line"
      style={{ colorScheme: "light" }}
    >
      <path d={`M0 0h${size}v${size}H0z`} fill="var(--color-surface)" />
      <path d={path} fill="var(--color-ink)" />
    </svg>
  );
}

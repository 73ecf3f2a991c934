import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

export type SharePoint = {
  /** "2026-11-26". */
  day: string;
  /** 0 to 100; null where nobody counted, or nothing was there to have a share. */
  percent: number | null;
  /** "94 % of 618", or why there is none. */
  words: string;
  /** "26 Nov". */
  label: string;
};

export type SharePlotProps = {
  title: string;
  points: readonly SharePoint[];
  /** Runs of days nobody counted, from the last counted day to the next, drawn as a dashed base. */
  gaps: readonly { from: string; to: string }[];
  /** Days that get a mark on the axis. */
  ticks: readonly string[];
};

const TICK = { fill: "var(--color-muted)", fontSize: 12 };

/** A share over days, from 0 to 100 %. Where nobody counted the line is broken. */
export function SharePlot({ title, points, gaps, ticks }: SharePlotProps) {
  const labels = new Map(points.map((point) => [point.day, point.label]));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={[...points]} title={title} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="day"
          ticks={[...ticks]}
          interval={0}
          tickFormatter={(day: string) => labels.get(day) ?? day}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: "var(--color-line-strong)" }}
        />
        <YAxis
          domain={[0, 100]}
          ticks={[0, 25, 50, 75, 100]}
          tickFormatter={(percent: number) => `${percent} %`}
          width={48}
          tick={TICK}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip content={<Tip />} filterNull={false} isAnimationActive={false} />
        {gaps.map(({ from, to }) => (
          <ReferenceLine
            key={from}
            segment={[
              { x: from, y: 0 },
              { x: to, y: 0 },
            ]}
            stroke="var(--color-slate-solid)"
            strokeWidth={3}
            strokeDasharray="3 3"
          />
        ))}
        <Line
          dataKey="percent"
          name="Approved"
          stroke="var(--color-accent-text)"
          strokeWidth={2}
          dot={points.length <= 31 ? { r: 2 } : false}
          connectNulls={false}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

type TipProps = { active?: boolean; payload?: readonly { payload?: SharePoint }[] };

function Tip({ active, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="chart-tip">
      <strong>{point.words}</strong>
      <div>{point.label}</div>
    </div>
  );
}

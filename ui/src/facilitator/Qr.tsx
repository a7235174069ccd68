// The QR code, drawn as one path of squares from the join link. Nothing is fetched; the light quiet zone is part of the picture.
import { useMemo } from 'react';
import { encode } from 'uqr';
import type { Dialogue } from '../wire';

/** The address in the code: the long token where this viewer has it, otherwise the code that people type. */
export const joinAddress = (d: Pick<Dialogue, 'joinToken' | 'joinCode'>, origin: string = location.origin) =>
  d.joinToken ?? d.joinCode ? `${origin}/#${d.joinToken ?? d.joinCode}` : null;

export function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data } = encode(text, { ecc: 'M', border: 0 });
    const runs = data.flatMap((row, y) => {
      const out: string[] = [];
      for (let x = 0; x < row.length; x++) {
        if (!row[x]) continue;
        const from = x;
        while (row[x + 1]) x++;
        out.push(`M${from} ${y}h${x - from + 1}v1h${from - x - 1}z`);
      }
      return out;
    });
    return { size: data.length, path: runs.join('') };
  }, [text]);
  return (
    <svg className="qr-svg" viewBox={`-4 -4 ${size + 8} ${size + 8}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path fill="#fff" d={`M-4-4h${size + 8}v${size + 8}h-${size + 8}z`} /><path fill="#1a1a1a" d={path} />
    </svg>
  );
}

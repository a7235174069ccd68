// A theme outside of the board: its title. On the board it is a list with a head (board/ThemeHead), where it is named.
import type { KindOfItem } from './kind';

export const theme: KindOfItem<'theme'> = {
  kind: 'theme', label: 'kind.theme', newLabel: 'theme.new', sign: null,
  phases: ['valueVision', 'initiatives'],
  Card: ({ item }) => <div className="item"><h3 dir="auto">{item.title}</h3></div>,
  Editor: null,
};

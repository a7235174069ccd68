// A note outside of the board: read only. On the board it is board/NoteCard, which also edits it.
import type { KindOfItem } from './kind';
import { MomentChips } from './parts';

export const note: KindOfItem<'note'> = {
  kind: 'note', label: 'kind.note', newLabel: 'compose.title', sign: null,
  phases: ['welcome', 'story', 'systemMap', 'valueVision', 'initiatives', 'nextSteps', 'closing'],
  Card: ({ item }) => <div className="item"><p dir="auto">{item.text}</p><MomentChips ids={item.moments} /></div>,
  Editor: null,
};

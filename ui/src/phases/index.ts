// Every kind of phase and what is in the middle then, one line each. Each is its own download.
import { lazy, type ComponentType } from 'react';
import type { Phase, PhaseKind } from '../wire';

export type PhaseView = ComponentType<{ phase: Phase }>;

export const phaseViews: Readonly<Record<PhaseKind, PhaseView>> = {
  welcome: lazy(() => import('./welcome')),
  story: lazy(() => import('./story')),
  systemMap: lazy(() => import('./systemMap')),
  valueVision: lazy(() => import('./valueVision')),
  initiatives: lazy(() => import('./initiatives')),
  nextSteps: lazy(() => import('./nextSteps')),
  closing: lazy(() => import('./closing')),
};

// Once on each page that has a dialogue open: shows the dialog when somebody has asked.
import { lazy, Suspense } from 'react';
import { doneAsking, useAsked } from './ask';

const EraseDialog = lazy(() => import('./EraseDialog'));

export function Erasing() {
  const asked = useAsked();
  return asked && <Suspense fallback={null}><EraseDialog asked={asked} onClose={doneAsking} /></Suspense>;
}

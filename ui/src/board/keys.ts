// Single keys on a note can be turned off on this device: for those whose voice or hands press keys they do not mean (WCAG 2.1.4).
import { useSyncExternalStore } from 'react';
import { recall, remember } from '../participant/device';

const name = 'keys';
const listeners = new Set<() => void>();

export const keysOn = () => recall(name) !== 'off';

export function setKeys(on: boolean): void {
  remember(name, on ? null : 'off');
  listeners.forEach(f => f());
}

export const useKeys = () => useSyncExternalStore(f => { listeners.add(f); return () => { listeners.delete(f); }; }, keysOn);

// What a timer says. Pure: server time comes in. A timer runs (endsAt) or is paused (seconds left).
import type { Dialogue } from '../wire';

export type Timer = NonNullable<Dialogue['timer']>;

/** Whole seconds left, never below zero; null without a timer. */
export function left(timer: Timer | null | undefined, now: number): number | null {
  if (!timer) return null;
  if (timer.endsAt) return Math.max(0, Math.ceil((Date.parse(timer.endsAt) - now) / 1000));
  return Math.max(0, timer.seconds ?? 0);
}

export function paused(timer: Timer | null | undefined): boolean { return !!timer && !timer.endsAt; }

/** 400 → "6:40"; an hour and more stays in minutes ("75:00"), which is how people in a room count. */
export function digits(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Share of the time that is left, 0–1. */
export function share(timer: Timer, seconds: number): number { return timer.total > 0 ? Math.min(1, seconds / timer.total) : 0; }

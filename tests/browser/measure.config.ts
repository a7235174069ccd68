import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

export default defineConfig({ ...config, projects: undefined, testMatch: 'measure.ts', timeout: 300_000, workers: 1, reporter: 'list', use: { ...config.use, trace: 'off' } });

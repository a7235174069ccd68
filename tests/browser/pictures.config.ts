// `npm run pictures`: not tests, but the README's pictures, made anew from the built product.
import tests from './playwright.config.ts';

export default { ...tests, testMatch: 'pictures.ts', testIgnore: [], projects: undefined, workers: 1, reporter: 'list' };

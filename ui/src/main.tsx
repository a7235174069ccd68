// The one place where the page begins.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { resumeLeaving } from './leave';
import { keepPages } from './offline/offline';
import { forgetOldTitles } from './participant/device';
import { forgetOld } from './session/lastKnown';
import { besideTranslation } from './translation';
import { wordsReady } from './words';
import './design/tokens.css';
import './design/base.css';
import './design/components.css';

// start.js says so then, and stays.
if (!document.documentElement.hasAttribute('data-too-old')) {
  await wordsReady;
  resumeLeaving();
  keepPages();
  besideTranslation(document);
  void forgetOld();
  forgetOldTitles();
  const root = document.getElementById('root')!;
  root.dataset.open = 'yes'; // start.js need say nothing any more
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

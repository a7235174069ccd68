// The one place where the page begins.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { resumeLeaving } from './leave';
import { wordsReady } from './words';
import './design/tokens.css';
import './design/base.css';
import './design/components.css';

await wordsReady;
resumeLeaving();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

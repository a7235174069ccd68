// The one place where the page begins.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { wordsReady } from './words';
import './design/tokens.css';
import './design/base.css';
import './design/components.css';

await wordsReady;
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

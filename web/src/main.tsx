import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/http';
import { SeriesStore } from './api/seriesStore';
import { SeriesContext } from './app/live';
import { router } from './app/router';
import { firstLook, projectAt } from './runs/firstLook';
import './ui/base.css';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only an absent or busy server is asked again.
      retry: (count, error) => count < 3 && error instanceof ApiError && (error.problem.status === 0 || error.problem.status === 429 || error.problem.status >= 502),
    },
  },
});

// Addresses that MLflow's clients print stand behind a #: they lead to the same place here.
async function follow(): Promise<void> {
  if (window.location.pathname !== '/' || !window.location.hash.startsWith('#/')) return;
  const { foreignPlace, pathOf } = await import('./app/foreignLinks');
  const place = foreignPlace(window.location.hash);
  const path = place && (await pathOf(place).catch(() => undefined));
  if (path !== undefined) router.history.replace(path);
}

// So long at most the first pass waits for what it shows; a slow server is waited for with the page's frame on the screen.
const PATIENCE = 200;
const store = new SeriesStore();

async function look(): Promise<void> {
  const project = projectAt(window.location.pathname);
  if (project === undefined) return;
  const looked = firstLook(client, store, project, window.location.search).catch(() => undefined);
  await Promise.race([looked, new Promise((done) => setTimeout(done, PATIENCE))]);
}

await follow();
await look();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <SeriesContext value={store}>
        <RouterProvider router={router} />
      </SeriesContext>
    </QueryClientProvider>
  </StrictMode>,
);

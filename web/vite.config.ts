/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.CAIRN_URL ?? 'http://localhost:8080';

// What a first look at a project does not need: loaded when it is opened, or by the pages that show it.
const LATER = {
  app: 'Palette|Shortcuts|ProjectMenu|recent|destinations',
  charts: 'Bars|barRows|ForeignPanel|FullPanel|Legend|PanelMenu|export|SvgPen',
  landmarks: 'DeltaCell|GateResults|LandmarkForm|RunVerdicts|VerdictScope',
  view: 'ViewMenu',
  runs: 'TablePage|GroupChooser|csv|TableGroups|RunGrid|Grid|NameCell|ColumnMenu|ColumnPicker|ChartLook|PanelAdder|SelectionBar|useLines|useBlocks|lines|filterTerms|table\\.',
};

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: false },
      '/health': server,
      '/openapi': server,
    },
  },
  build: {
    outDir: '../src/Cairn.Server/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // Two files for the first screen; without this every module that two pages share becomes a file of its own.
        codeSplitting: {
          groups: [
            // Viewers that are loaded on demand keep their libraries to themselves.
            { name: 'vendor', test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|uplot)\// },
            { name: 'shared', test: new RegExp(`src/(api|app/(?!${LATER.app})|charts/(?!${LATER.charts})|landmarks/(?!${LATER.landmarks})|ui|view/(?!${LATER.view})|runs/(?!${LATER.runs}))`) },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['tests/**/*.test.{ts,tsx}'] },
});

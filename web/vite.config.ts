/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.CAIRN_URL ?? 'http://localhost:8080';

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
            { name: 'shared', test: /src\/(api|app\/(?!Palette|Shortcuts|ProjectMenu|recent|destinations)|charts\/(?!FullPanel|PanelMenu|export|SvgPen)|home|landmarks|ui|view|runs\/(?!TablePage|GroupChooser|csv|TableGroups|RunGrid|Grid|NameCell|ColumnMenu|SelectionBar|useLines|useBlocks|lines|filterTerms|table\.))/ },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['tests/**/*.test.{ts,tsx}'] },
});

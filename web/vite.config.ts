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
    chunkSizeWarningLimit: 400,
  },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.{ts,tsx}'] },
});

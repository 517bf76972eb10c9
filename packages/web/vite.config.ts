/** Builds the page: hashed assets under a relative base, so that it runs below any path. */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => {
  // Also from a test, whose own NODE_ENV would build the slow page of a developer.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    // Relative in the build: the server says with <base href> where the page lives.
    base: command === 'build' ? './' : '/',
    plugins: [react(), tailwindcss()],
    build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, reportCompressedSize: true, manifest: true },
    // The page's own Host goes through: the server lets the local cookie in only where Host and Origin are one.
    server: {
      proxy: { '/api': { target: process.env['TRADISTRY_URL'] ?? 'http://127.0.0.1:3000', changeOrigin: false } },
    },
  };
});

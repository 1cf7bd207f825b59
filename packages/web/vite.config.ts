import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwind()],
  build: {
    // The registry serves what lies here under this name for a year: each file's name holds its digest.
    assetsDir: 'assets',
    // Nothing is put into the page as a data: address or a script of its own (Content-Security-Policy).
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    target: 'es2023',
  },
})

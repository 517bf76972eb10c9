// The script of browser.html: asks, shows the answer as it grows, stops it.
import { createClient } from '../dist/index.js';

const form = document.querySelector('form');
const output = document.querySelector('output');
const status = document.querySelector('[role=status]');
const stop = form.elements.namedItem('stop');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  ask(new FormData(form)).catch((error) => {
    status.textContent = error.detail ?? String(error);
  });
});

async function ask(fields) {
  // Without a token the browser's own cookie speaks.
  const client = createClient({ baseUrl: '', token: fields.get('token') || undefined });
  const stream = client.chat.stream({
    message: fields.get('question'),
    onStatus: ({ state }) => {
      status.textContent = state;
    },
  });
  stop.disabled = false;
  stop.onclick = () => client.chat.stop(stream.streamId);
  let answer = '';
  for await (const chunk of stream) {
    if (chunk.type === 'token') answer = answer.slice(0, chunk.at) + chunk.content;
    if (chunk.type === 'error') status.textContent = chunk.message;
    output.textContent = answer;
  }
  stop.disabled = true;
}

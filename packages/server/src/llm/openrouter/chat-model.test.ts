/** The adapter passes the contract, at OpenRouter and at any other server. */
import { describeChatModel } from '../../testing/chat-model.contract.ts';
import { startModel } from '../../testing/start-model.ts';

const routing = {
  order: [],
  dataCollection: undefined,
  zeroRetention: false,
  maxPrice: { prompt: undefined, completion: undefined },
  models: [],
};

describeChatModel('at any OpenAI-compatible server', () => startModel());
describeChatModel('at OpenRouter, with warm connections', () => startModel({ routing, warmConnections: 2 }));

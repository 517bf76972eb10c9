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

const HASTY = { firstTokenTimeoutMs: 500, totalTimeoutMs: 1_500 };

describeChatModel('at any OpenAI-compatible server', (hasty) => startModel(hasty ? HASTY : {}));
describeChatModel('at OpenRouter, with warm connections', (hasty) =>
  startModel({ routing, warmConnections: 2, ...(hasty && HASTY) }),
);

/** The adapter passes the contract, at OpenRouter and at any other server. */
import { describeChatModel } from '../../testing/chat-model.contract.ts';
import { startModel } from '../../testing/start-model.ts';

const HASTY = { firstTokenTimeoutMs: 500, totalTimeoutMs: 1_500 };

describeChatModel('at any OpenAI-compatible server', (hasty) => startModel(hasty ? HASTY : {}));
describeChatModel('at OpenRouter, with warm connections', (hasty) =>
  startModel({ namesConversation: true, warmConnections: 2, ...(hasty && HASTY) }),
);

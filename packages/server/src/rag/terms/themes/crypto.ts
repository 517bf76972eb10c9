/** Crypto. */
export const CRYPTO = `
crypto = crypto
  crypto, cryptocurrency, coin, token, tokens, altcoin, alts, shitcoin, digital asset, blockchain, on chain, onchain, web3
liquidation = a leveraged position closed by the exchange
  liquidate, liquidation, liq, liqd, rekt, wipe out, margin call, closed by exchange
perpetuals = perpetual futures
  perp, perps, perpetual, funding, quarterly future
auto_deleverage = the exchange closed a winner
  adl, auto deleverage, auto deleveraged, auto deleveraging, autodeleverage, socialised loss, clawback
exchange_risk = an exchange fails
  exchange risk, counterparty, hack, robbed, stolen, withdrawal, withdrawals, insolvent, bankrupt, bankruptcy, ftx, mt gox,
  celsius, bybit, custody, not your keys, on exchange
self_custody = keeping coins oneself
  cold storage, trezor, self custody, seed phrase, private key, wallet, metamask, ledger wallet
staking = staking and yield
  stake, staked, unstake, unstaking, cooldown, yield, apr, apy, farm, liquidity pool, lp, impermanent loss, lend, lending,
  validator, validators, staking reward, staking rewards, reward of .. validator, restake, restaking
airdrop = an airdrop
  airdrop, airdrops, farm points, point farming, free token
meme_coin = meme coins
  memecoin, meme coin, shitcoin, pump fun, celebrity coin, doge, shib, pepe, bonk
rug_pull = the makers took the money
  rug, rugpull, devs pull, pull liquidity, honeypot, exit scam
stablecoin = stablecoins
  stablecoin, stable, usdt, tether, usdc, depeg, depegged, peg
whale = a large holder
  whale, whales, large holder, big holder, big seller dump
dca = buying the same amount at set times
  dca, cost average, recurring buy, weekly buy, weekly amount, monthly amount, buy every, every friday, every week, same amount,
  fixed amount, schedule, automatic buy, auto invest, savings plan, regular purchase, staged buying, in stage,
  put .. third of reserve, instalment
halving = halving
  halving, halvening, cycle
altseason = altcoins outperform
  altseason, alt season, dominance, rotation into alt
gas = fees on chain
  gas, gwei, network fee, bridge, bridging
defi = decentralised finance
  defi, dex, decentralised exchange, decentralized exchange, amm, smart contract, protocol, uniswap
nft = NFTs
  nft, jpeg, opensea
`;

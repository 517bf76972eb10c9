/** Trading a firm's money. */
export const PROP_FIRMS = `
prop_firm = a firm whose money is traded
  prop, proprietary, funded, apex, topstep, ftmo, tradeify, mff, the5ers, take profit trader, tpt, lucid, bulenox
evaluation = the test of a prop firm
  evaluation, eval, evals, challenge, phase 1, phase 2, phase one, phase two, combine, audition, test account, pass, passed,
  qualify, verification, consistency
failed_evaluation = the test was lost
  fail challenge, challenge fail, blow eval, blow up eval, lose funded account, breach, breached, violate, violation,
  bust account, fail evaluation, fail phase, reset, account close by firm
trailing_drawdown = the limit that follows the highest balance
  trailing drawdown, trailing dd, trailing threshold, max drawdown, maximum loss limit, mll, daily drawdown, daily dd,
  drawdown limit, highest balance, high water mark, intraday trailing, eod drawdown
payout = money paid out by the firm
  payout, pay out, payouts, withdraw profit, get paid, profit split, hit bank, money out
scaling_plan = more contracts for a growing account
  scaling plan, max contract, contract limit, scale account, more account
rule_of_firm = the firm's rules
  firm rule, news rule, fine print, consistency rule, minimum day, minimum trading day, rulebook
`;
